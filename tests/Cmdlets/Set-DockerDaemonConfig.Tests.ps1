BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $json = '/etc/docker/daemon.json'
    $admin = "admin@sme9-docker:$($Lab.hosts.'sme9-docker'.port)"

    function Get-HostText([string] $Path) { (Invoke-DockerHostCommand cat, $Path -DockerHost $SmeHost).ToString() }
    function Get-EnginePid { (Invoke-DockerHostCommand cat, /var/run/docker.pid -DockerHost $SmeHost).ToString() }

    # What differs between two runs of the same plan: the folder, the probe's id.
    function Get-PlainText($Lines) { ($Lines -join "`n") -replace '\d{8}T\d{6}Z-[0-9a-f]{6}', 'ID' -replace '(dockerops-check(-|:|&tag=)|org.dockerops.check":")[0-9a-f]{10}', '$1PROBE' -replace '(kill -HUP) \d+', '$1 PID' }
}

AfterAll {
    $null = Invoke-DockerHostCommand sh, -c, 'rm -rf /etc/docker/daemon.json /var/lib/dockerops/config; service docker stop; sleep 1; service docker start' -DockerHost $SmeHost
    Disconnect-DockerHost -All
}

Describe 'Set-DockerDaemonConfig' {
    It 'shows with -WhatIf what it then does, and does nothing' {
        $before = Get-EnginePid
        $shown = Get-ShownText { Set-DockerDaemonConfig -Dns 192.168.1.1 -LogOption @{ 'max-size' = '10m' } -DockerHost $SmeHost -WhatIf }
        Get-HostText $json | Should -BeNullOrEmpty
        Get-EnginePid | Should -Be $before

        $said = Set-DockerDaemonConfig -Dns 192.168.1.1 -LogOption @{ 'max-size' = '10m' } -DockerHost $SmeHost -PassThru -Verbose 4>&1
        $made = $said | Where-Object { $_ -is [DockerOps.DaemonSetting] }
        Get-PlainText $shown | Should -Be (Get-PlainText ($said | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message)
        $made.Name | Should -Be dns, log-opts
        $made.Effective | Should -Be $true, $true

        # The lines with + are the file.
        $added = $shown -match '^    \+' -replace '^    \+'
        Get-HostText $json | Should -Be ($added -join "`n")
        Get-EnginePid | Should -Not -Be $before
    }

    It 'reloads where that is enough, through sudo too' {
        $before = Get-EnginePid
        Set-DockerDaemonConfig @{ labels = 'a=1', 'b=2'; 'shutdown-timeout' = 20 } -EngineDebug -DockerHost $admin
        Get-EnginePid | Should -Be $before
        (Get-DockerDaemonConfig labels -DockerHost $SmeHost).Value | Should -Be a=1, b=2
        Set-DockerDaemonConfig -Label c=3 -Append -DockerHost $SmeHost
        (Get-DockerDaemonConfig labels -DockerHost $SmeHost).Value | Should -Be a=1, b=2, c=3
        Get-EnginePid | Should -Be $before
    }

    It 'restarts for what is removed, which a reload would leave in the engine' {
        $info = 'docker', 'info', '--format', '{{.Debug}}'
        (Invoke-DockerHostCommand $info -DockerHost $SmeHost).ToString() | Should -Be true
        Set-DockerDaemonConfig -Remove debug, shutdown-timeout -DockerHost $SmeHost
        Get-HostText $json | Should -Not -Match 'debug|shutdown'
        (Invoke-DockerHostCommand $info -DockerHost $SmeHost).ToString() | Should -Be false
    }

    It 'takes a list that is empty for none: nothing of it is looked for in the engine' {
        Set-DockerDaemonConfig @{ dns = @(); labels = @(); 'registry-mirrors' = @() } -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeNullOrEmpty
        Get-HostText $json | Should -Match '"registry-mirrors": \[\]'
        Set-DockerDaemonConfig -Remove dns, labels, registry-mirrors -DockerHost $SmeHost
    }

    It 'puts everything back when the engine does not start, and says why' {
        $text = Get-HostText $json
        Set-DockerDaemonConfig -StorageDriver nosuch -DockerHost $SmeHost -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
        $failures[0].Exception.Message | Should -BeLike '*graphdriver*The old files are back, and the engine runs with them again.'
        Get-HostText $json | Should -Be $text
        (Test-DockerHost $SmeHost).EngineVersion | Should -Not -BeNullOrEmpty
    }

    It 'refuses <what>' -ForEach @(
        @{ what = 'what no engine knows'; with = @{ Setting = @{ dsn = '1' } }; id = 'InvalidInput'; target = 'dsn' }
        @{ what = 'a name server by name'; with = @{ Dns = 'ns1' }; id = 'InvalidInput'; target = 'dns' }
        @{ what = 'nothing'; with = @{}; id = 'InvalidInput'; target = $null }
        @{ what = 'to remove what is nowhere'; with = @{ Remove = 'dsn' }; id = 'NotFound'; target = 'dsn' }
        @{ what = 'to leave data behind'; with = @{ DataRoot = '/srv/elsewhere' }; id = 'Conflict'; target = '/srv/elsewhere' }
        @{ what = 'to close its own way in'; with = @{ Listen = 'unix:///srv/x.sock' }; id = 'InvalidInput'; target = 'hosts' }
        @{ what = 'a drop-in without systemd'; with = @{ EngineDebug = $true; Document = 'DropIn' }; id = 'InvalidInput'; target = 'debug' }
    ) {
        Set-DockerDaemonConfig @with -DockerHost $SmeHost -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        if ($target) { "$($failures[0].TargetObject)" | Should -Be $target }
    }

    It 'is refused to users without root, and to hosts without a shell' {
        Set-DockerDaemonConfig -EngineDebug -DockerHost plain@sme9-docker:$($Lab.hosts.'sme9-docker'.port) -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
        Set-DockerDaemonConfig -EngineDebug -DockerHost $Lab.engines.local.tcp -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unsupported,*'
    }

    It 'shows no password' {
        $shown = Get-ShownText { Set-DockerDaemonConfig -HttpProxy http://user:geheim@proxy:3128 -DockerHost $SmeHost -WhatIf }
        $shown -join "`n" | Should -Match 'HTTP_PROXY'
        $shown -join "`n" | Should -Not -Match 'geheim'
    }

    It 'completes names and drivers' {
        (TabExpansion2 'Set-DockerDaemonConfig -Remove data' 35).CompletionMatches.CompletionText | Should -Be data-root
        (TabExpansion2 'Set-DockerDaemonConfig -LogDriver jo' 36).CompletionMatches.CompletionText | Should -Be journald
    }
}

Describe 'Restore-DockerDaemonConfig' {
    It 'takes the last change back, and that too' {
        $text = Get-HostText $json
        Set-DockerDaemonConfig -Label z=9 -DockerHost $SmeHost
        Restore-DockerDaemonConfig -DockerHost $SmeHost
        Get-HostText $json | Should -Be $text
        Restore-DockerDaemonConfig -DockerHost $SmeHost
        (Get-DockerDaemonConfig labels -DockerHost $SmeHost).Value | Should -Be z=9
    }

    It 'shows with -WhatIf what it then does, and does nothing' {
        $text = Get-HostText $json
        $shown = Get-ShownText { Restore-DockerDaemonConfig -DockerHost $SmeHost -WhatIf }
        Get-HostText $json | Should -Be $text
        $said = Restore-DockerDaemonConfig -DockerHost $SmeHost -Verbose 4>&1
        Get-PlainText $shown | Should -Be (Get-PlainText $said.Message)
        Get-HostText $json | Should -Not -Be $text
        Restore-DockerDaemonConfig -DockerHost $SmeHost
    }

    It 'tells what is kept, completes it, and brings it back by the pipeline' {
        $kept = Restore-DockerDaemonConfig -List -DockerHost $SmeHost
        $kept[0].State | Should -Be Done
        $kept[0].Files | Should -Be $json
        $kept.State | Should -Contain Undone
        $kept | Out-String -Width 160 | Should -Match "$($kept[0].Id) +\d{4}-\d\d-\d\d \d\d:\d\d +Done +daemon.json +labels"
        # A host that does not answer at once completes nothing.
        foreach ($i in 1..20) {
            $offered = (TabExpansion2 "Restore-DockerDaemonConfig -DockerHost $SmeHost -Id 20" (46 + $SmeHost.Length)).CompletionMatches.CompletionText
            if ($offered) { break }
        }

        $offered | Should -Contain $kept[-1].Id
        $kept[-1] | Restore-DockerDaemonConfig
        Get-HostText $json | Should -BeNullOrEmpty
    }

    It 'knows only what is kept' {
        Restore-DockerDaemonConfig 20200101T000000Z-000000 -DockerHost $SmeHost -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'puts right what a killed PowerShell has left' {
        Set-DockerDaemonConfig -Label before=1 -DockerHost $SmeHost
        $text = Get-HostText $json
        $module = Join-Path (Get-Module DockerOps).ModuleBase DockerOps.psd1
        $child = Start-PowerShell -Output "$TestDrive/out" '-NoProfile', '-Command',
            "Import-Module '$module'; Set-DockerDaemonConfig -Mtu 1300 -DockerHost $SmeHost"
        try {
            # The moment between the files and the engine's answer.
            foreach ($i in 1..600) {
                if ((Invoke-DockerHostCommand grep, -q, 1300, $json -DockerHost $SmeHost).Success) { break }
                $child.HasExited | Should -BeFalse -Because (Get-Content -Raw $TestDrive/out)
                Start-Sleep -Milliseconds 100
            }
        }
        finally {
            $child.Kill($true)
        }

        Get-HostText $json | Should -Match 1300
        (Restore-DockerDaemonConfig -List -DockerHost $SmeHost)[0].State | Should -Be Open
        Restore-DockerDaemonConfig -DockerHost $SmeHost
        Get-HostText $json | Should -Be $text
        (Restore-DockerDaemonConfig -List -DockerHost $SmeHost)[0].State | Should -Be Undone
        (Test-DockerHost $SmeHost).EngineVersion | Should -Not -BeNullOrEmpty
    }
}
