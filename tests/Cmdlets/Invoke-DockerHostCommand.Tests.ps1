BeforeAll { . "$PSScriptRoot/Lab.ps1" }

AfterAll { Disconnect-DockerHost -All }

Describe 'Invoke-DockerHostCommand' {
    It 'shows that it waits, once it takes longer than a second' {
        $progress = Get-ProgressRecord -Waiting { param($Address) Invoke-DockerHostCommand sleep, 3 -DockerHost $Address } @{ Address = $LocalHost }
        $progress.Count | Should -BeGreaterThan 1
        $progress[0].Activity | Should -Be Invoke-DockerHostCommand
        $progress[-1].RecordType | Should -Be Completed
    }

    It 'hands arguments over as they are' -ForEach @{ words = 'a b', '', '$HOME', '*', "it's", '"', '-n', "line`nbreak", 'ü' } {
        $result = Invoke-DockerHostCommand (@('printf', '%s|') + $words) -DockerHost $SmeHost
        $result.Output | Should -Be (($words -join '|') + '|')
    }

    It 'keeps output, error output and exit code apart' {
        $result = Invoke-DockerHostCommand sh, -c, 'echo out; echo err >&2; exit 7' -DockerHost $SmeHost
        $result | Should -BeOfType DockerOps.CommandResult
        $result.ExitCode, $result.Success, $result.Lines, $result.ErrorOutput | Should -Be 7, $false, 'out', "err`n"
    }

    It 'runs on this machine too, and takes words without commas' {
        (Invoke-DockerHostCommand echo one two -DockerHost local).ToString() | Should -Be 'one two'
    }

    It 'tells who gives a command as one word how to separate them' {
        $none = Invoke-DockerHostCommand 'ls -d /' -DockerHost $SmeHost -WarningVariable told -WarningAction SilentlyContinue
        $none.ExitCode, $none.ErrorOutput | Should -Be 127, "ls -d /: not found`n"
        $told | Should -BeLike '*: ls, -d, /'
        $null = Invoke-DockerHostCommand "ls '/a b' | wc" -DockerHost $SmeHost -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -BeLike "*: sh, -c, 'ls ''/a b'' | wc'"
        $null = Invoke-DockerHostCommand no-such-program -DockerHost $SmeHost -WarningVariable told -WarningAction SilentlyContinue
        $told | Should -BeNullOrEmpty
    }

    It 'makes a failed command an error with -Strict only' {
        (Invoke-DockerHostCommand ls, /no/such -DockerHost $SmeHost -ErrorVariable failures).Success | Should -BeFalse
        $failures | Should -BeNullOrEmpty
        (Invoke-DockerHostCommand ls, /no/such -DockerHost $SmeHost -Strict -ErrorVariable failures -ErrorAction SilentlyContinue).ExitCode | Should -Be 2
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
        $failures[0].CategoryInfo.Category | Should -Be 'FromStdErr'
        $failures[0].TargetObject | Should -Be 'ls'
        $failures[0].Exception.Message | Should -BeLike '*/no/such*'
    }

    It 'runs as root with -Sudo, with or without being root already' {
        (Invoke-DockerHostCommand id, -u -DockerHost admin@boot2docker -Sudo).ToString() | Should -Be '0'
        (Invoke-DockerHostCommand id, -u -DockerHost $SmeHost -Sudo).Command | Should -Be 'id', '-u'
        (Invoke-DockerHostCommand id, -u -DockerHost plain@boot2docker -Sudo).Success | Should -BeFalse
    }

    It 'does nothing with -WhatIf but show the words that run' {
        $touched = "/tmp/$(New-LabName)"
        $shown = Get-ShownText { Invoke-DockerHostCommand touch, $touched, 'a b' -DockerHost admin@boot2docker -Sudo -WhatIf }
        (Invoke-DockerHostCommand test, -e, $touched -DockerHost admin@boot2docker).Success | Should -BeFalse

        $result = Invoke-DockerHostCommand touch, $touched, 'a b' -DockerHost admin@boot2docker -Sudo
        $shown | Should -Be "sudo -n -- touch $touched 'a b' on ssh://admin@boot2docker"
        $result.Command | Should -Be 'sudo', '-n', '--', 'touch', $touched, 'a b'
        (Invoke-DockerHostCommand rm, $touched, 'a b' -DockerHost admin@boot2docker -Sudo).Success | Should -BeTrue
    }

    It 'ends a command that takes longer than -Timeout' {
        Invoke-DockerHostCommand sleep, 60 -DockerHost $SmeHost -Timeout 0.5 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        $failures[0].TargetObject | Should -Be 'sleep'
    }

    It 'goes on with the next host' {
        $result = [pscustomobject]@{ DockerHost = 'ssh://127.0.0.1:1' }, [pscustomobject]@{ DockerHost = $SmeHost } |
            Invoke-DockerHostCommand hostname -ErrorVariable failures -ErrorAction SilentlyContinue
        $result.DockerHost.HostName | Should -Be 'sme9-docker'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
    }

    It 'says that a host without a shell runs no commands' {
        Invoke-DockerHostCommand id -DockerHost $Lab.engines.local.tcp -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unsupported,*'
    }
}
