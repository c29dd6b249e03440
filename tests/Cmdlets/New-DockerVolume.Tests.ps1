BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
}

Describe 'New-DockerVolume' {
    AfterAll { Remove-TestVolume }

    It 'makes volumes from the pipeline, with labels and options' {
        $names = 1..2 | ForEach-Object { New-LabName }
        $made = $names | New-DockerVolume -Label @{ $TestLabel = 'x' } -DriverOption 'type=tmpfs', 'device=tmpfs' -DockerHost $LocalHost
        $made.Name | Should -Be $names
        docker -H $LocalHost volume inspect -f '{{.Labels}} {{.Options.type}}' $names[0] | Should -Be "map[${TestLabel}:x] tmpfs"
    }

    It 'makes one without a name' {
        $made = New-DockerVolume -Label "$TestLabel=" -DockerHost $LocalHost
        $made.IsAnonymous | Should -BeTrue
    }

    It 'refuses a name that is taken, and goes on' {
        $taken, $free = (New-TestVolume), (New-LabName)
        $made = $taken, $free | New-DockerVolume -Label "$TestLabel=" -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $made.Name | Should -Be $free
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].TargetObject | Should -Be $taken
    }

    It 'refuses what cannot be a name before anything is asked' {
        New-DockerVolume '../containers/x' -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows; values of options stay hidden' {
        $name = New-LabName
        $with = @{ Name = $name; Label = "$TestLabel="; DriverOption = @{ o = 'password=s3cret'; type = 'none' }; DockerHost = $LocalHost }
        $calls = Get-ContainerCall '/volumes' { $script:shown = Get-ShownText { New-DockerVolume @with -WhatIf } }
        $calls | Should -BeNullOrEmpty
        "$shown" | Should -Not -Match 's3cret'
        Get-ContainerCall '/volumes' { $null = New-DockerVolume $name -Label "$TestLabel=" -DockerHost $LocalHost } |
            Should -Be (($shown -split ' ')[0..1] -join ' ')
    }
}
