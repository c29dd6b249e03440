Describe 'Add-DockerImageTag' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $name = New-LabImage
        $id = (Get-DockerImage $name).Id
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'gives an image further names, silently' {
        $new = New-LabName
        Add-DockerImageTag $name -Tag "${new}:a", "registry.lan:5000/team/${new}", $new | Should -BeNullOrEmpty
        foreach ($tag in "${new}:a", "registry.lan:5000/team/${new}:latest", "${new}:latest") {
            docker -H $LocalHost inspect --format '{{.Id}}' $tag | Should -Be $id
        }
    }

    It 'gives the image under its new name with -PassThru' {
        $new = "$(New-LabName):x"
        $image = Add-DockerImageTag $name $new -PassThru
        $image | Should -BeOfType DockerOps.Image
        $image.Name, $image.Id, "$($image.DockerHost)" | Should -Be $new, $id, $LocalHost
    }

    It 'takes images, names and ids from the pipeline, with their host' {
        $a, $b, $c = 1..3 | ForEach-Object { New-LabName }
        Get-DockerImage $name -DockerHost $LocalHost | Add-DockerImageTag -Tag "${a}:1"
        $name | Add-DockerImageTag -Tag "${b}:1"
        [pscustomobject]@{ Id = $id; DockerHost = $LocalHost } | Add-DockerImageTag -Tag "${c}:1"
        Get-EngineImage | Where-Object { $_ -in "${a}:1", "${b}:1", "${c}:1" } | Should -HaveCount 3
    }

    It 'moves a name from one image to another' {
        $other = New-LabImage
        Add-DockerImageTag $name -Tag $other
        (Get-DockerImage $other).Id | Should -Be $id
    }

    It 'goes on after an image that is unknown' {
        $tag = "$(New-LabName):1"
        'no-such-image:1', $name | Add-DockerImageTag -Tag $tag -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound AddDockerImageTagCommand ObjectNotFound 'no-such-image:1'
        (Get-DockerImage $tag).Id | Should -Be $id
    }

    It 'refuses a tag that breaks the grammar, and one that is a digest' {
        { Add-DockerImageTag $name -Tag 'Upper/Case:1' } | Should -Throw '*lower case*'
        { Add-DockerImageTag $name -Tag 'x:' } | Should -Throw '*tag*'
        Add-DockerImageTag $name -Tag "x@sha256:$('a' * 64)" -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidInput,DockerOps.Cmdlets.Images.AddDockerImageTagCommand'
        Add-DockerImageTag $name -Tag $id -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure[0].FullyQualifiedErrorId | Should -Be 'InvalidInput,DockerOps.Cmdlets.Images.AddDockerImageTagCommand'
    }

    It 'shows with -WhatIf the calls that are then made' {
        $a, $b = 1..2 | ForEach-Object { "$(New-LabName):1" }
        $shown = $null
        $made = Get-EngineCall { $script:shown = Get-ShownText { Add-DockerImageTag $name -Tag $a, $b -WhatIf } }
        $made | Should -BeNullOrEmpty
        Get-EngineImage | Should -Not -Contain $a
        $calls = Get-EngineCall { Add-DockerImageTag $name -Tag $a, $b }
        $calls | Should -HaveCount 2
        $script:shown | Should -Be ($calls | ForEach-Object { "$_ on $LocalHost" })
    }

    It 'completes the names of images' {
        Wait-Until { (TabExpansion2 "Add-DockerImageTag $name").CompletionMatches.CompletionText -contains $name } -Seconds 20
    }
}
