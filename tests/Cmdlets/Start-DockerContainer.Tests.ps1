BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
}

Describe 'Start-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'is silent, and returns the container with -PassThru' {
        $container = New-TestContainer
        Start-DockerContainer $container.Name -DockerHost $LocalHost | Should -BeNullOrEmpty
        (Get-DockerContainer $container.Name -DockerHost $LocalHost).State | Should -Be 'Running'
        $after = Start-DockerContainer $container.Id.Substring(0, 12) -DockerHost $LocalHost -PassThru
        $after.Id | Should -Be $container.Id
        $after.State | Should -Be 'Running'
    }

    It 'goes on after a container that is not there' {
        $container = New-TestContainer
        $after = 'no-such-container', 'pattern*', $container.Name | Start-DockerContainer -DockerHost $LocalHost -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
        $after.Name | Should -Be $container.Name
        $failures.TargetObject | Should -Be 'no-such-container', 'pattern*'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[1].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'tells that the program cannot be started, and how to separate the words of a command' {
        $container = New-TestContainer 'sleep 600'
        $container | Start-DockerContainer -ErrorVariable failures -ErrorAction SilentlyContinue
        $container | Restart-DockerContainer -ErrorVariable +failures -ErrorAction SilentlyContinue
        $failures | Should -HaveCount 2
        foreach ($failure in $failures) {
            $failure.FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
            $failure.TargetObject | Should -Be $container.Name
            $failure | Should -BeLike '*Separate the words of a command: sleep, 600'
        }
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $container = New-TestContainer
        $calls = Get-ContainerCall $container.Name { $script:shown = Get-ShownCall { $container | Start-DockerContainer -WhatIf } }
        $calls | Should -BeNullOrEmpty
        ($container | Get-DockerContainer).Status | Should -Be $container.Status
        Get-ContainerCall $container.Name { $container | Start-DockerContainer } | Should -Be $shown
        $shown | Should -Be "POST /containers/$($container.Name)/start"
    }

    It 'completes names' {
        $container = New-TestContainer
        $line = "Start-DockerContainer -DockerHost $LocalHost -Name $($container.Name.Substring(0, 12))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $container.Name
    }
}
