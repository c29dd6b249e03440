BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $PSDefaultParameterValues['New-DockerContainer:WarningAction'] = 'SilentlyContinue'
    $new = @{ Label = "$TestLabel="; DockerHost = $LocalHost }
}

Describe 'New-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'makes a container and does not start it' {
        $container = New-DockerContainer $SmeImage sleep, 600 -Name (New-LabName) -Volume /tmp:/in:ro @new
        $container | Should -BeOfType DockerOps.Container
        $container.State | Should -Be 'Created'
        $container.Image | Should -Be $SmeImage
        $container.Command | Should -Be 'sleep 600'
        "$($container.Mounts)" | Should -Be '/tmp:/in:ro'
        $container.Labels.Keys | Should -Contain $TestLabel
    }

    It 'takes images from the pipeline: <What>' -ForEach @(
        @{ What = 'images'; Piped = { $image } }
        @{ What = 'chosen properties'; Piped = { $image | Select-Object Name, Size, DockerHost } }
        @{ What = 'ids'; Piped = { $image | Select-Object Id, DockerHost } }
        @{ What = 'rows of a table'; Piped = { "Image,Name,DockerHost`n$SmeImage,web,$LocalHost" | ConvertFrom-Csv } }
        @{ What = 'images of another PowerShell'; Piped = { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($image)) } }
        @{ What = 'containers'; Piped = { New-TestContainer } }
        @{ What = 'chosen properties of containers'; Piped = { New-TestContainer | Select-Object Name, Image, DockerHost } }
    ) {
        $image = Get-DockerImage $SmeImage -DockerHost $LocalHost
        $name = New-LabName
        $made = & $Piped | New-DockerContainer -Name $name -Label "$TestLabel="
        $made.Image, $made.Name, "$($made.DockerHost)" | Should -Be ($What -eq 'ids' ? $image.Id : $SmeImage), $name, $LocalHost
    }

    It 'takes an image as an argument, and the name by its older word' {
        $name = New-LabName
        (New-DockerContainer -Image (Get-DockerImage $SmeImage -DockerHost $LocalHost) -ContainerName $name @new).Name | Should -Be $name
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $arguments = $new + @{ Image = $SmeImage; Name = New-LabName }
        $calls = Get-ContainerCall $arguments.Name { $script:shown = Get-ShownCall { New-DockerContainer @arguments -WhatIf } }
        $calls | Should -BeNullOrEmpty
        Get-ContainerCall $arguments.Name { New-DockerContainer @arguments } | Should -Be $shown
        $shown | Should -Be "POST /containers/create?name=$($arguments.Name)"
    }

    It 'reports a name that is taken' {
        $taken = New-TestContainer
        New-DockerContainer $SmeImage -Name $taken.Name @new -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
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
