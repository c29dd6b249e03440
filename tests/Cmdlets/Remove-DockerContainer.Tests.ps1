BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
}

Describe 'Remove-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'removes containers from the pipeline, silently' {
        $null = New-TestContainer
        $null = New-TestContainer
        Get-TestContainer | Remove-DockerContainer | Should -BeNullOrEmpty
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'removes one that runs only with -Force' {
        $container = New-TestContainer | Start-DockerContainer -PassThru
        $container | Remove-DockerContainer -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].TargetObject | Should -Be $container.Name
        Get-TestContainer | Should -HaveCount 1
        $container | Remove-DockerContainer -Force
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'goes on after a container that is not there' {
        $container = New-TestContainer
        'no-such-container', $container.Name | Remove-DockerContainer -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be 'no-such-container'
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'asks before data in volumes is lost, unless it is told not to' {
        $container = New-DockerContainer $SmeImage -Volume /data -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
        $asked = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$PSScriptRoot/../../output/DockerOps'
            Remove-DockerContainer $($container.Name) -RemoveVolumes -DockerHost $LocalHost" 2>&1 | Out-String
        $asked | Should -Match 'NonInteractive'
        Get-TestContainer | Should -HaveCount 1
        $container | Remove-DockerContainer -RemoveVolumes -Confirm:$false
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'asks nothing in a session that is never asked' {
        $container = New-DockerContainer $SmeImage -Volume /data -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
        pwsh -NoProfile -NonInteractive -Command "
            `$ConfirmPreference = 'None'
            Import-Module '$PSScriptRoot/../../output/DockerOps'
            Remove-DockerContainer $($container.Name) -RemoveVolumes -DockerHost $LocalHost" 2>&1 | Should -BeNullOrEmpty
        Get-TestContainer | Should -BeNullOrEmpty
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $container = New-TestContainer
        $calls = Get-ContainerCall $container.Name {
            $script:shown = Get-ShownCall { $container | Remove-DockerContainer -Force -RemoveVolumes -WhatIf }
        }
        $calls | Should -BeNullOrEmpty
        Get-ContainerCall $container.Name { $container | Remove-DockerContainer -Force -RemoveVolumes -Confirm:$false } | Should -Be $shown
        $shown | Should -Be "DELETE /containers/$($container.Name)?force=1&v=1"
    }
}
