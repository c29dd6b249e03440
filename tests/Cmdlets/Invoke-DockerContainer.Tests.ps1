BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $PSDefaultParameterValues['Invoke-DockerContainer:WarningAction'] = 'SilentlyContinue'
    $run = @{ Label = "$TestLabel="; DockerHost = $LocalHost }
}

Describe 'Invoke-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'returns output, error output and exit code, and leaves nothing' {
        $result = Invoke-DockerContainer $SmeImage sh, -c, 'echo out; echo err >&2; exit 3' @run
        $result | Should -BeOfType DockerOps.CommandResult
        $result.Output | Should -Be "out`n"
        $result.ErrorOutput | Should -Be "err`n"
        $result.ExitCode | Should -Be 3
        $result.Success | Should -BeFalse
        $result.DockerHost | Should -Be $LocalHost
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'takes the command as further arguments' {
        (Invoke-DockerContainer $SmeImage cat /etc/e-smith-release @run).Lines | Should -Be 'SME Server release 9.0'
        (Invoke-DockerContainer $SmeImage sh '-c' 'echo $0 $1' a b @run).Lines | Should -Be 'a b'
    }

    It 'takes images from the pipeline, on the host they are on' {
        $images = Get-DockerImage $SmeImage -DockerHost $SmeHost
        $result = $images | Invoke-DockerContainer -Command cat, /etc/e-smith-release
        $result.Lines | Should -Be 'SME Server release 9.0'
        $result.DockerHost | Should -Be $images.DockerHost
        ($SmeImage, $images.Id | Invoke-DockerContainer -Command true @run).ExitCode | Should -Be 0, 0
    }

    It 'tells who pipes images into a command without its name how to give it' {
        Get-DockerImage $SmeImage -DockerHost $LocalHost | Invoke-DockerContainer cat /etc/e-smith-release -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures | Should -BeLike '*write -Command cat, /etc/e-smith-release'
    }

    It 'runs another container of the image of a piped one' {
        (New-TestContainer | Invoke-DockerContainer -Command echo, again -Label "$TestLabel=").Output | Should -Be "again`n"
    }

    It 'hands on environment, user, folder, name, name servers and volumes' {
        $secret = ConvertTo-SecureString 'p=1 $x' -AsPlainText -Force
        $result = Invoke-DockerContainer $SmeImage sh, -c, 'echo $A; echo $B; id -u; pwd; hostname; cat /etc/resolv.conf; ls -d /in /new; touch /in/x' @run `
            -Environment @{ A = $secret; B = 2 } -User 101 -WorkingDirectory /tmp -HostName box -Dns 10.1.2.3 -Volume /tmp:/in:ro, /new -LogDriver none
        $result.Lines[0..4] | Should -Be 'p=1 $x', '2', '101', '/tmp', 'box'
        $result.Lines | Should -Contain 'nameserver 10.1.2.3'
        $result.Lines[-2, -1] | Should -Be '/in', '/new'
        $result.ErrorOutput | Should -Match 'Read-only'
        (Invoke-DockerContainer $SmeImage '$A' -Entrypoint echo -Environment A=1, B=2=3 @run).Output | Should -Be "`$A`n"
        (Invoke-DockerContainer $SmeImage env -Environment A=1, B=2=3 @run).Lines | Should -Contain 'B=2=3'
    }

    It 'keeps the container with -Keep' {
        $result = Invoke-DockerContainer $SmeImage false -Keep @run
        (Get-DockerContainer $result.Container -DockerHost $LocalHost).ExitCode | Should -Be 1
        $result | Remove-DockerContainer
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        foreach ($keep in $false, $true) {
            $arguments = $run + @{ Image = $SmeImage; Command = 'sh', '-c', 'exit 0'; Volume = '/tmp:/in:ro'; Keep = $keep }
            $calls = Get-ContainerCall '/containers/(create|[0-9a-f]{64})' { Invoke-DockerContainer @arguments -WhatIf }
            Get-TestContainer | Should -BeNullOrEmpty
            $calls | Should -BeNullOrEmpty
            $shown = Get-ShownCall { Invoke-DockerContainer @arguments -WhatIf }
            $calls = Get-ContainerCall 'containers/' { $script:result = Invoke-DockerContainer @arguments }
            @($calls) -match "/create$|$($result.Container)" -replace $result.Container, '{id}' | Should -Be $shown
        }
    }

    It 'never shows the value of an environment variable' {
        $arguments = $run + @{ Image = $SmeImage; Environment = @{ TOKEN = 'hush-hush' } }
        $shown = Get-ShownText { Invoke-DockerContainer @arguments -WhatIf }
        "$shown" | Should -Match 'TOKEN=\*\*\*'
        $text = @(
            $shown
            Invoke-DockerContainer @arguments -Command true -Verbose 4>&1
            Invoke-DockerContainer @arguments -Command no-such-program 2>&1
            Invoke-DockerContainer -Image no-such-image -Environment $arguments.Environment -DockerHost $LocalHost 2>&1
            Invoke-DockerContainer @run -Image $SmeImage -Command true -Environment @{ 'A=B' = 'hush-hush' } 2>&1
            try { Invoke-DockerContainer $SmeImage -Environment 'hush-hush' @run } catch { $_ }
        ) | ForEach-Object { $_ -is [Management.Automation.ErrorRecord] ? "$($_.Exception) $($_.TargetObject)" : $_ } | Out-String
        $text | Should -Match 'no-such-program'
        $text | Should -Match 'KEY=VALUE'
        $text | Should -Not -Match 'hush'
    }

    It 'reports an image that is not there, pulls nothing and goes on' {
        $calls = Get-ContainerCall '/images/' {
            $script:results = 'no-such-image:1', $SmeImage | Invoke-DockerContainer -Command true @run -ErrorVariable script:failures -ErrorAction SilentlyContinue
        }
        $results | Should -HaveCount 1
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be 'no-such-image:1'
        @($calls) -match 'no-such' | Should -BeNullOrEmpty
    }

    It 'reports <id> for <what>' -ForEach @(
        @{ What = 'a program that is not there'; Id = 'CommandFailed'; Target = 'no-such-program'; With = @{ Command = 'no-such-program' } }
        @{ What = 'a volume that is none'; Id = 'InvalidInput'; Target = './here:/there'; With = @{ Volume = './here:/there' } }
        @{ What = 'a name server that is none'; Id = 'InvalidInput'; Target = 'dns.lan'; With = @{ Dns = 'dns.lan' } }
        @{ What = 'a name that is none'; Id = 'InvalidInput'; Target = 'a b'; With = @{ Name = 'a b' } }
        @{ What = 'a network that is not there'; Id = 'NotFound'; Target = $null; With = @{ Network = 'no-such-network' } }
        @{ What = 'a command that takes too long'; Id = 'TimedOut'; Target = $null; With = @{ Command = 'sleep', '600'; Timeout = 1 } }
    ) {
        Invoke-DockerContainer $SmeImage @With @run -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failures[0].TargetObject | Should -Be ($Target ?? $SmeImage)
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'tells who gives a command as one word how to separate them' {
        Invoke-DockerContainer $SmeImage '/bin/cat /etc/hosts' @run -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeLike '*Separate the words of a command: /bin/cat, /etc/hosts'
        Invoke-DockerContainer $SmeImage 'echo "a b"' @run -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeLike '*Separate the words of a command: sh, -c, ''echo "a b"'''
    }

    It 'takes no option of the command for a parameter of its own' {
        { Invoke-DockerContainer $SmeImage sort -k 2 /etc/passwd @run } | Should -Throw "*'-k'*would be -Keep*-Command sort, '-k'*"
        { Invoke-DockerContainer $SmeImage find /etc -name hosts @run } | Should -Throw "*'-name'*would be -Name*"
        (Invoke-DockerContainer $SmeImage sort '-k' 2 /etc/hostname @run).Success | Should -BeTrue
    }

    It 'is stopped by Ctrl+C at once and leaves no container' {
        $seconds = Measure-Stop {
            param($Image, $Label, $DockerHost)
            Invoke-DockerContainer $Image sleep, 600 -Label $Label -DockerHost $DockerHost
        } -With ($run + @{ Image = $SmeImage }) -When { Get-DockerContainer -Label $TestLabel -State Running -DockerHost $LocalHost }
        $seconds | Should -BeLessThan 5
        for ($tries = 0; $tries -lt 50 -and (Get-TestContainer); $tries++) { Start-Sleep -Milliseconds 100 }
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'completes images' {
        $line = "Invoke-DockerContainer -DockerHost $LocalHost -Image $($SmeImage.Substring(0, 3))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $SmeImage
    }
}
