BeforeAll {
    . "$PSScriptRoot/Lab.ps1"

    # Puts a text in place of a file on a host while a script runs.
    function Use-HostText([string] $DockerHost, [string] $Path, [string] $Text, [scriptblock] $Script) {
        $put = 'd=$(dirname "$1"); mkdir -p "$d"; [ ! -e "$1" ] || mv "$1" "$1.pester"; printf %s "$2" >"$1"'
        Invoke-DockerHostCommand sh, -c, $put, sh, $Path, $Text -DockerHost $DockerHost | ForEach-Object { $_.ThrowIfFailed() }
        try { & $Script }
        finally { $null = Invoke-DockerHostCommand sh, -c, 'rm -f "$1"; [ ! -e "$1.pester" ] || mv "$1.pester" "$1"', sh, $Path -DockerHost $DockerHost }
    }
}

AfterAll { Disconnect-DockerHost -All }

Describe 'Get-DockerDaemonConfig' {
    It 'tells what the init script''s file sets' {
        $text = "# comment`nDOCKER_OPTS=`"--label pester=1 --label 'x'`"`nexport DOCKER_TMPDIR=/tmp`n"
        Use-HostText $SmeHost '/etc/default/docker' $text {
            $settings = @(Get-DockerDaemonConfig -DockerHost $SmeHost | Where-Object Source -Like *default*)
            $settings.Name | Should -Be labels, labels, DOCKER_TMPDIR
            $settings[0].Value | Should -Be 'pester=1'
            "$($settings[0].Source)" | Should -Be '/etc/default/docker:2'
            $settings[0].Variable | Should -Be DOCKER_OPTS
            "$($settings[0].DockerHost)" | Should -Be "ssh://$SmeHost"
            $settings.Effective | Should -Be $true, $true, $true
            (Get-DockerDaemonConfig --label -DockerHost $SmeHost).Count | Should -Be 2
            Get-DockerDaemonConfig label* -DockerHost $SmeHost | Out-String -Width 120 | Should -Match 'labels +pester=1 +True +--label +/etc/default/docker:2'
        }
    }

    It 'tells of a name that is no setting, and gives nothing for one that is not made' {
        Get-DockerDaemonConfig dnss, log-driver, no* -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.Count, $failures[0].FullyQualifiedErrorId, $failures[0].TargetObject | Should -Be 1, 'NotFound,DockerOps.Cmdlets.Daemon.GetDockerDaemonConfigCommand', 'dnss'
    }

    It 'shows what nobody reads as not effective' {
        Use-HostText $SmeHost '/etc/sysconfig/docker' "other_args=`"-g /srv --dns 192.168.1.1`"`n" {
            $settings = Get-DockerDaemonConfig -DockerHost $SmeHost | Where-Object Source -Like *sysconfig*
            $settings.Name | Should -Be data-root, dns
            $settings.Effective | Should -Be $false, $false
            (Test-DockerDaemonConfig -DockerHost $SmeHost | Where-Object Source -Like *sysconfig*)[0].Id | Should -Be UnreadFile
        }
    }

    It 'finds what the engine would refuse, and the engine agrees' {
        $root = 'root@boot2docker'
        Use-HostText $root '/etc/docker/daemon.json' "{`n  `"dns`": [`"10.0.0.1`",]`n}" {
            $findings = Test-DockerDaemonConfig -DockerHost $root
            $findings[0].Id | Should -Be InvalidJson
            $findings[0].Source.Line | Should -Be 2
            if ($Lab.capabilities.newEngine) { $findings.Id | Should -Contain Refused }
            Test-DockerDaemonConfig -DockerHost $root -Quiet | Should -BeFalse
        }
        Test-DockerDaemonConfig -DockerHost $root -Quiet | Should -BeTrue
    }

    It 'reads with sudo what the user may not' {
        Use-HostText $SmeHost '/etc/default/docker' "DOCKER_OPTS=--debug`n" {
            $null = Invoke-DockerHostCommand chmod, 600, /etc/default/docker -DockerHost $SmeHost
            (Get-DockerDaemonConfig debug -DockerHost admin@sme9-docker:$($Lab.hosts.'sme9-docker'.port)).Value | Should -Be true
            Get-DockerDaemonConfig -DockerHost plain@sme9-docker:$($Lab.hosts.'sme9-docker'.port) -ErrorAction SilentlyContinue -ErrorVariable failures
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
            "$($failures[0].TargetObject)" | Should -Be /etc/default/docker
        }
    }

    It 'cannot read a host that has no shell' {
        Get-DockerDaemonConfig -DockerHost $Lab.engines.local.tcp -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unsupported,*'
    }

    It 'completes names' {
        (TabExpansion2 'Get-DockerDaemonConfig data' 27).CompletionMatches.CompletionText | Should -Be data-root
    }
}
