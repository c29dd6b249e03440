Describe 'Remove-DockerImageTag' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
    }

    BeforeEach {
        $name = New-LabImage
        $id = (Get-DockerImage $name).Id
        $repository = New-LabName
        foreach ($tag in 'a', 'b', 'latest') { docker -H $LocalHost tag $name "${repository}:$tag" }
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'takes names off and keeps the image' {
        Remove-DockerImageTag "${repository}:a", $repository | Should -BeNullOrEmpty
        (Get-DockerImage $name).References | Sort-Object | Should -Be (@($name, "${repository}:b") | Sort-Object)
    }

    It 'takes images from the pipeline' {
        Get-DockerImage $repository | Remove-DockerImageTag
        (Get-DockerImage $name).References | Should -Be $name
    }

    It 'refuses the last name, which would take the image along' {
        Get-DockerImage $id | Remove-DockerImageTag -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure.Count | Should -Be 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'Conflict,DockerOps.Cmdlets.Images.RemoveDockerImageTagCommand'
        $failure[0].CategoryInfo.Category | Should -Be ResourceExists
        docker -H $LocalHost inspect --format '{{.Id}}' $id | Should -Be $id
    }

    It 'refuses what is no tag' {
        Remove-DockerImageTag $id -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput RemoveDockerImageTagCommand InvalidArgument $id
        (Get-DockerImage $name).References | Should -HaveCount 4
    }

    It 'goes on after a name that is unknown' {
        'no-such-image:1', "${repository}:a" | Remove-DockerImageTag -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound RemoveDockerImageTagCommand ObjectNotFound 'no-such-image:1'
        Get-EngineImage | Should -Not -Contain "${repository}:a"
    }

    It 'shows with -WhatIf the calls that are then made' {
        $made = Get-EngineCall { $script:shown = Get-ShownText { Remove-DockerImageTag "${repository}:a", "${repository}:b" -WhatIf } }
        $made | Should -BeNullOrEmpty
        (Get-DockerImage $name).References | Should -HaveCount 4
        $calls = Get-EngineCall { Remove-DockerImageTag "${repository}:a", "${repository}:b" }
        $calls | Should -HaveCount 2
        $script:shown | Should -Be ($calls | ForEach-Object { "$_ on $LocalHost" })
    }

    It 'completes the names of images' {
        Wait-Until { (TabExpansion2 "Remove-DockerImageTag $repository").CompletionMatches.CompletionText -contains "${repository}:b" } -Seconds 20
    }
}
