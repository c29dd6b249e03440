BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $PSDefaultParameterValues['New-DockerContainer:WarningAction'] = 'SilentlyContinue'
    $new = @{ Label = "$TestLabel="; DockerHost = $LocalHost }
}

Describe 'New-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'makes a container and does not start it' {
        $container = New-DockerContainer $SmeImage sleep, 600 -ContainerName (New-LabName) -Volume /tmp:/in:ro @new
        $container | Should -BeOfType DockerOps.Container
        $container.State | Should -Be 'Created'
        $container.Image | Should -Be $SmeImage
        $container.Command | Should -Be 'sleep 600'
        "$($container.Mounts)" | Should -Be '/tmp:/in:ro'
        $container.Labels.Keys | Should -Contain $TestLabel
    }

    It 'takes images from the pipeline' {
        (Get-DockerImage $SmeImage -DockerHost $LocalHost | New-DockerContainer -Label "$TestLabel=").Image | Should -Be $SmeImage
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $arguments = $new + @{ Image = $SmeImage; ContainerName = New-LabName }
        $calls = Get-ContainerCall $arguments.ContainerName { $script:shown = Get-ShownCall { New-DockerContainer @arguments -WhatIf } }
        $calls | Should -BeNullOrEmpty
        Get-ContainerCall $arguments.ContainerName { New-DockerContainer @arguments } | Should -Be $shown
        $shown | Should -Be "POST /containers/create?name=$($arguments.ContainerName)"
    }

    It 'reports a name that is taken' {
        $taken = New-TestContainer
        New-DockerContainer $SmeImage -ContainerName $taken.Name @new -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ResourceExists'
        $failures[0].TargetObject | Should -Be $taken.Name
    }

    It 'reports an image that is not there and goes on' {
        $made = 'no-such-image', $SmeImage | New-DockerContainer @new -ErrorVariable failures -ErrorAction SilentlyContinue
        $made.Image | Should -Be $SmeImage
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be 'no-such-image'
    }
}
