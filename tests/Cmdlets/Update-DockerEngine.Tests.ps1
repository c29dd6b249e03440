BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/HostCommands.ps1"
    $Node = $Node2
}

Describe 'Update-DockerEngine' -Skip:(-not $nodes) {
    BeforeAll {
        $old, $new = $Lab.nodes.versions[0, 1]
        $container = Invoke-DockerContainer $SmeImage -DockerHost $Node -Command true -Keep

        # An upgrade by a client that is killed while rpm is held in the middle of its work.
        function Invoke-KilledUpdate {
            # On the host itself, ahead of all others: stops rpm as soon as it runs, tells so, and lets it go on when told.
            $hold = @'
import glob, os, shutil, signal, sys, time
folder, end = sys.argv[1], time.time() + 240
os.nice(-20)

def rpm():
    for status in glob.glob("/proc/[0-9]*/cmdline"):
        try:
            with open(status, "rb") as file:
                if file.read().startswith(b"rpm\0-U\0--oldpackage\0"): return int(status.split("/")[2])
        except OSError: pass

def until(condition):
    while not (found := condition()):
        if time.time() > end: sys.exit(1)
        time.sleep(0.005)
    return found

open(folder + "/there", "w").close()
process = until(rpm)
os.kill(process, signal.SIGSTOP)
open(folder + "/held", "w").close()
until(lambda: os.path.exists(folder + "/release"))
os.kill(process, signal.SIGCONT)
shutil.rmtree(folder)
'@
            function Wait-Node([string] $File) {
                $wait = 'n=0; until [ -e "$1" ] || [ $n -ge 12000 ]; do n=$((n + 1)); sleep 0.02; done; [ -e "$1" ]'
                (Invoke-DockerHostCommand sh, -c, $wait, sh, $File -DockerHost $Node).ExitCode | Should -Be 0 -Because $File
            }

            $folder = (Invoke-DockerHostCommand mktemp, -d -DockerHost $Node).Output.Trim()
            $start = 'setsid python3 -c "$1" "$2" </dev/null >"$2/log" 2>&1 &'
            $null = Invoke-DockerHostCommand sh, -c, $start, sh, $hold, $folder -DockerHost $Node
            Wait-Node "$folder/there"
            $script = "Import-Module '$((Get-Module DockerOps).Path)'; Update-DockerEngine $Node -Version $new -WarningAction SilentlyContinue"
            $client = Start-PowerShell '-NoProfile', '-Command', $script -Output "$TestDrive/out"
            try { Wait-Node "$folder/held" }
            finally {
                Stop-Process -Id $client.Id -Force
                $null = Invoke-DockerHostCommand touch, "$folder/release" -DockerHost $Node
            }
        }
    }

    AfterAll { if ($container) { Remove-DockerContainer $container.Container -DockerHost $Node -Confirm:$false } }

    It 'shows every command with -WhatIf, and runs none' {
        $text = (Get-ShownText { Update-DockerEngine $Node -Version $new -WhatIf 3>$null }) -join "`n"
        foreach ($part in '--downloadonly', 'service docker stop', 'rpm -U', 'service docker start', "has to say $new") {
            $text.Contains($part) | Should -BeTrue -Because $part
        }
        (Test-DockerHost $Node).EngineVersion | Should -BeLike "$old*"
    }

    It 'shows the backup before the upgrade, and leaves a host alone whose backup cannot be made' {
        $text = (Get-ShownText { Update-DockerEngine $Node -Version $new -BackupPath $TestDrive -WhatIf 3>$null }) -join "`n"
        $text | Should -BeLike '*images/get*service docker stop*'
        Get-ChildItem $TestDrive | Should -BeNullOrEmpty
        Update-DockerEngine $Node -Version $new -BackupPath '/proc/nowhere' -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.Count | Should -Be 1
        (Test-DockerHost $Node).EngineVersion | Should -BeLike "$old*"
    }

    It 'leaves a host alone when a finding forbids it' {
        Update-DockerEngine $Node -Version 99 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be "ssh://$Node"
    }

    It 'upgrades <at> as -WhatIf shows, keeps everything, and Restore-DockerEngine undoes it as -WhatIf shows' -ForEach @(
        @{ at = 'Node2'; back = '*service docker stop*rpm -U*service docker start*' }
        @{ at = 'Node3'; back = '*systemctl stop*dpkg * -i *systemctl start*' }
    ) {
        $on = Get-Variable $at -ValueOnly
        $wanted = $new -replace '\.\d+$'
        $before = Get-DockerContainer -DockerHost $on | Sort-Object Id
        $shown = Get-ShownText { Update-DockerEngine $on -Version $wanted -BackupPath $TestDrive -WhatIf 3>$null }
        $ran = Get-HostCommand { $script:report = Update-DockerEngine $on -Version $wanted -BackupPath $TestDrive -WarningAction SilentlyContinue }
        Assert-CommandShown (Get-ShownCommand $shown $on) $ran
        $report.Outcome | Should -Be 'Upgraded'
        (Get-DockerBackup $TestDrive).DockerHost | Should -Contain "ssh://$on"
        $report.Downtime | Should -BeGreaterThan ([timespan]::Zero)
        (Test-DockerHost $on).EngineVersion | Should -BeLike "$new*"
        $again = Update-DockerEngine $on -Version $new
        $again.Outcome | Should -Be 'AlreadyThere'
        $shown = Get-ShownText { Restore-DockerEngine $on -WhatIf }
        $shown -join "`n" | Should -BeLike $back
        $ran = Get-HostCommand { $script:undone = Restore-DockerEngine $on }
        Assert-CommandShown (Get-ShownCommand $shown $on) $ran
        $undone.Outcome | Should -Be 'Restored'
        $undone.Differences | Should -BeNullOrEmpty
        (Test-DockerHost $on).EngineVersion | Should -BeLike "$old*"
        (Get-DockerContainer -DockerHost $on | Sort-Object Id).State | Should -Be $before.State
    }

    It 'is finished by Restore-DockerEngine after the client was killed' {
        Invoke-KilledUpdate
        Update-DockerEngine $Node -Version $new -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failures[0].Exception.Message | Should -BeLike '*was interrupted*'
        $back = Restore-DockerEngine $Node
        $back.Outcome | Should -Be 'Restored'
        $back.Differences | Should -BeNullOrEmpty
        (Test-DockerHost $Node).EngineVersion | Should -BeLike "$old*"
    }
    It 'goes on with -Resume after the client was killed' {
        Invoke-KilledUpdate
        $shown = (Get-ShownText { Update-DockerEngine $Node -Resume -WhatIf }) -join "`n"
        $shown | Should -BeLike '*rpm -U*service docker start*'
        $shown | Should -Not -BeLike '*--downloadonly*'
        $report = Update-DockerEngine $Node -Resume
        $report.Outcome | Should -Be 'Upgraded'
        $report.Differences | Should -BeNullOrEmpty
        (Test-DockerHost $Node).EngineVersion | Should -BeLike "$new*"
        (Restore-DockerEngine $Node).Outcome | Should -Be 'Restored'
        (Test-DockerHost $Node).EngineVersion | Should -BeLike "$old*"
    }

    It 'upgrades several hosts at once, with a bar for each and one over all' {
        $both = @{ With = @{ DockerHost = $Node, $Node3; ThrottleLimit = 2; WarningAction = 'SilentlyContinue' }; Version = $new }
        try {
            $records = Get-ProgressRecord { param($With, $Version) Update-DockerEngine @With -Version $Version } $both
            $Node, $Node3 | ForEach-Object { (Test-DockerHost $_).EngineVersion | Should -BeLike "$new*" }
        }
        finally { $back = Restore-DockerEngine $Node, $Node3 }
        $back.Outcome | Should -Be 'Restored', 'Restored'
        $bars = $records | Group-Object ActivityId
        $bars | Should -HaveCount 3
        $bars | ForEach-Object { $_.Group[-1].RecordType | Should -Be 'Completed' }
        ($bars | Where-Object { $_.Group[0].Activity -eq 'Engines' }).Group.StatusDescription | Should -Contain 'hosts done, 0 failed (2/2)'
    }

    It 'leaves further hosts alone once -MaxFailure have failed' {
        # Somebody else is at work on the first one.
        $lock = 'mkdir -p /var/lib/dockerops/upgrade; setsid flock -F /var/lib/dockerops/upgrade/lock sleep 120 </dev/null >/dev/null 2>&1 & echo $!'
        $holder = (Invoke-DockerHostCommand sh, -c, $lock -DockerHost $Node).Output.Trim()
        try {
            $reports = Update-DockerEngine $Node, $Node3 -Version $new -MaxFailure 1 -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        }
        finally {
            $null = Invoke-DockerHostCommand kill, $holder -DockerHost $Node
        }

        $reports.Outcome | Should -Be 'Unchanged', 'Skipped'
        $failures.Exception.Message[0] | Should -BeLike '*is being changed by*'
        $failures.Exception.Message[1] | Should -BeLike "*$Node3*was not begun*"
        $failures.TargetObject | Should -Be "ssh://$Node", "ssh://$Node3"
    }

    It 'stopped by Ctrl+C ends at once, and goes back behind the scenes' {
        # The name of the newest run, then its journal.
        $newest = 'd=$(ls -d /var/lib/dockerops/upgrade/[0-9]* | tail -n 1); echo "$d"; cat "$d/journal" 2>/dev/null || :'
        function Get-Journal { (Invoke-DockerHostCommand sh, -c, $newest -DockerHost $Node).Output }
        $before = (Get-Journal) -split "`n" | Select-Object -First 1
        $seconds = Measure-Stop {
            param($Node, $Version)
            Update-DockerEngine $Node -Version $Version -WarningAction SilentlyContinue
        } @{ Node = $Node; Version = $new } {
            $journal = Get-Journal
            -not $journal.StartsWith($before) -and $journal.Contains('"Begin","Step":"stop-engine"')
        }
        $seconds | Should -BeLessThan 10
        Wait-Until { (Get-Journal).Contains('"RolledBack"') } 120
        (Test-DockerHost $Node).EngineVersion | Should -BeLike "$old*"
    }

    Context 'On a host with static programs' {
        BeforeAll {
            $archives = Join-Path $Lab.nodes.packages static
            $null = Invoke-DockerHostCommand dnf, -q, -y, remove, docker-ce, docker-ce-cli, containerd.io, docker-compose-plugin -DockerHost $Node1 -Strict
            $null = Install-DockerEngine $old -Source Static -Path "$archives/docker-$old.tgz" -DockerHost $Node1
        }

        AfterAll {
            $packages = 'systemctl disable -q --now docker.service; rm -f /etc/systemd/system/docker.service /usr/local/bin/*; systemctl daemon-reload
                cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-ce)'
            $null = Invoke-DockerHostCommand sh, -c, $packages -DockerHost $Node1 -Strict
            Start-DockerEngine -DockerHost $Node1
            Enable-DockerEngine -DockerHost $Node1
        }

        It 'takes new ones from an archive as -WhatIf shows, and Restore-DockerEngine undoes it' {
            $call = @{ DockerHost = $Node1; Version = $new; Source = 'Path'; Path = "$archives/docker-$new.tgz" }
            Update-DockerEngine @call -Sha256 ('0' * 64) -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
            $failures[0].Exception.Message | Should -BeLike '*SHA-256*'
            $call.Sha256 = (Get-FileHash $call.Path).Hash

            $shown = Get-ShownText { Update-DockerEngine @call -WhatIf }
            $ran = Get-HostCommand { $script:report = Update-DockerEngine @call }
            Assert-CommandShown (Get-ShownCommand $shown $Node1) $ran
            $report.Outcome | Should -Be 'Upgraded'
            (Test-DockerHost $Node1).EngineVersion | Should -BeLike "$new*"

            $shown = Get-ShownText { Restore-DockerEngine $Node1 -WhatIf }
            $ran = Get-HostCommand { $script:report = Restore-DockerEngine $Node1 }
            Assert-CommandShown (Get-ShownCommand $shown $Node1) $ran
            $report.Outcome | Should -Be 'Restored'
            (Get-DockerEngine -DockerHost $Node1).Version | Should -BeLike "$old*"
            (Get-DockerEngine -DockerHost $Node1).Installation | Should -Be 'Static'
        }
    }
}
