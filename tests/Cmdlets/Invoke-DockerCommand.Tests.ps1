BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $web = New-TestContainer
    $web | Start-DockerContainer
    $here = @{ DockerHost = $LocalHost }
}

AfterAll { Remove-TestContainer }

Describe 'Invoke-DockerCommand' {
    It 'returns output, error output and exit code' {
        $result = Invoke-DockerCommand $web.Name -Command sh, -c, 'echo out; echo err >&2; exit 3' @here
        $result | Should -BeOfType DockerOps.CommandResult
        $result.Output, $result.ErrorOutput, $result.ExitCode | Should -Be "out`n", "err`n", 3
        $result.Container | Should -Be $web.Name
        $result.DockerHost | Should -Be $LocalHost
    }

    It 'takes containers from the pipeline: objects, names, ids, and results of other commands' {
        ($web | Invoke-DockerCommand -Command echo, 1).Lines | Should -Be 1
        ($web.Name, $web.Id.Substring(0, 12) | Invoke-DockerCommand -Command echo, 2 @here).Lines | Should -Be 2, 2
        ($web | Invoke-DockerCommand -Command true | Invoke-DockerCommand -Command echo, 3).Lines | Should -Be 3
    }

    It 'tells who pipes containers into a command without its name how to give it' {
        $web | Invoke-DockerCommand echo a b -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures | Should -BeLike '*write -Command echo, a, b'
        $failures = $null
        Invoke-DockerCommand no-such echo @here -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -Not -BeLike '*pipeline*'
    }

    It 'takes the command as further arguments' {
        (Invoke-DockerCommand $web.Name echo a 'b c' @here).Lines | Should -Be 'a b c'
    }

    It 'hands on environment, user and folder' {
        $secret = ConvertTo-SecureString 'p=1 $x' -AsPlainText -Force
        $result = $web | Invoke-DockerCommand -Command sh, -c, 'echo $A; id -u; pwd' -Environment @{ A = $secret } -User 101 -WorkingDirectory /tmp
        $result.Lines | Should -Be 'p=1 $x', '101', '/tmp'
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $shown = Get-ShownCall { $web | Invoke-DockerCommand -Command true -WhatIf }
        Get-ContainerCall $web.Name { $web | Invoke-DockerCommand -Command true -WhatIf } | Should -BeNullOrEmpty
        $calls = Get-ContainerCall "$($web.Name)/exec|/exec/[0-9a-f]+/start" { $web | Invoke-DockerCommand -Command true }
        $calls -replace '[0-9a-f]{64}', '{id}' | Should -Be $shown
    }

    It 'never shows the value of an environment variable' {
        $arguments = @{ Container = $web.Name; Environment = @{ TOKEN = 'hush-hush' } } + $here
        $text = @(
            Get-ShownText { Invoke-DockerCommand @arguments -Command true -WhatIf }
            Invoke-DockerCommand @arguments -Command true -Verbose 4>&1
            Invoke-DockerCommand @arguments -Command no-such-program 2>&1
        ) | ForEach-Object { $_ -is [Management.Automation.ErrorRecord] ? "$($_.Exception) $($_.TargetObject)" : $_ } | Out-String
        $text | Should -Match 'TOKEN=\*\*\*'
        $text | Should -Match 'no-such-program'
        $text | Should -Not -Match 'hush'
    }

    It 'reports <id> for <what>' -ForEach @(
        @{ What = 'a program that is not there'; Id = 'CommandFailed'; Target = 'no-such-program'; With = @{ Command = 'no-such-program' } }
        @{ What = 'a name that is none'; Id = 'InvalidInput'; Target = 'a b'; With = @{ Command = 'true'; Container = 'a b' } }
        @{ What = 'a container that is not there'; Id = 'NotFound'; Target = 'no-such'; With = @{ Command = 'true'; Container = 'no-such' } }
        @{ What = 'a command that takes too long'; Id = 'TimedOut'; Target = $null; With = @{ Command = 'sleep', '600'; Timeout = 1 } }
    ) {
        $arguments = @{ Container = $web.Name } + $here
        foreach ($name in $With.Keys) { $arguments[$name] = $With[$name] }
        Invoke-DockerCommand @arguments -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        $failures[0].TargetObject | Should -Be ($Target ?? $web.Name)
    }

    It 'tells who gives a command as one word how to separate them' {
        $web | Invoke-DockerCommand -Command 'cat /etc/hosts' -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures | Should -BeLike '*Separate the words of a command: cat, /etc/hosts'
    }

    It 'goes on after a container that does not run' {
        $idle = New-TestContainer
        $results = $idle, $web | Invoke-DockerCommand -Command echo, here -ErrorVariable failures -ErrorAction SilentlyContinue
        $results.Lines | Should -Be 'here'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].CategoryInfo.Category | Should -Be ResourceExists
        $failures[0].TargetObject | Should -Be $idle.Name
    }

    It 'takes durations as seconds and refuses what is none' {
        { $web | Invoke-DockerCommand -Command true -Timeout 00:01:00 } | Should -Not -Throw
        { $web | Invoke-DockerCommand -Command true -Timeout soon } | Should -Throw '*no duration*'
        { $web | Invoke-DockerCommand -Command true -Timeout -1 } | Should -Throw '*no duration*'
    }

    It 'is stopped by Ctrl+C at once' {
        $mark = New-LabName
        Measure-Stop {
            param($Container, $Mark, $DockerHost)
            Invoke-DockerCommand $Container -Command sh, -c, "touch /tmp/$Mark; sleep 600" -DockerHost $DockerHost
        } -With ($here + @{ Container = $web.Name; Mark = $mark }) -When { ($web | Invoke-DockerCommand -Command ls, "/tmp/$mark").Success } |
            Should -BeLessThan 5
    }

    It 'completes containers' {
        $line = "Invoke-DockerCommand -DockerHost $LocalHost -Container $($web.Name.Substring(0, 10))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $web.Name
    }
}
