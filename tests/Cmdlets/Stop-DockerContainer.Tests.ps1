BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
}

Describe 'Stop-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'is silent, and returns the container with -PassThru' {
        $container = New-TestContainer | Start-DockerContainer -PassThru
        Stop-DockerContainer $container.Name -Timeout 0 -DockerHost $LocalHost | Should -BeNullOrEmpty
        (Get-DockerContainer $container.Name -DockerHost $LocalHost).State | Should -Be 'Exited'
        $after = Stop-DockerContainer $container.Id.Substring(0, 12) -Timeout 0 -DockerHost $LocalHost -PassThru
        $after.Id | Should -Be $container.Id
        $after.State | Should -Be 'Exited'
    }

    It 'goes on after a container that is not there' {
        $container = New-TestContainer | Start-DockerContainer -PassThru
        $after = 'no-such-container', 'pattern*', $container.Name | Stop-DockerContainer -Timeout 0 -DockerHost $LocalHost -PassThru -ErrorVariable failures -ErrorAction SilentlyContinue
        $after.Name | Should -Be $container.Name
        $failures.TargetObject | Should -Be 'no-such-container', 'pattern*'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[1].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $container = New-TestContainer | Start-DockerContainer -PassThru
        $calls = Get-ContainerCall $container.Name { $script:shown = Get-ShownCall { $container | Stop-DockerContainer -Timeout 0 -WhatIf } }
        $calls | Should -BeNullOrEmpty
        ($container | Get-DockerContainer).Status | Should -Be $container.Status
        Get-ContainerCall $container.Name { $container | Stop-DockerContainer -Timeout 0 } | Should -Be $shown
        $shown | Should -Be "POST /containers/$($container.Name)/stop?t=0"
    }

    It 'completes names' {
        $container = New-TestContainer
        $line = "Stop-DockerContainer -DockerHost $LocalHost -Name $($container.Name.Substring(0, 12))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $container.Name
    }
}
