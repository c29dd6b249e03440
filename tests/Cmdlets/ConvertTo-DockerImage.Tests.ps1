Describe 'ConvertTo-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $container = New-LabName
        $null = docker -H $LocalHost run -d --network none --name $container $SmeImage sh -c 'echo changed > /changed; exec sleep 300' 2>&1
        Wait-Until { docker -H $LocalHost diff $container | Where-Object { $_ -eq 'A /changed' } }
    }

    AfterAll {
        $null = docker -H $LocalHost rm -f $container
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'makes an image of what the container is now' {
        $tag = "$(New-LabName):version-001"
        $image = ConvertTo-DockerImage $container -Tag $tag -Author 'Michel-André <m@example.org>' -Message 'with /changed & more'
        $image | Should -BeOfType DockerOps.Image
        $image.Name, "$($image.DockerHost)" | Should -Be $tag, $LocalHost
        $told = docker -H $LocalHost inspect $tag | ConvertFrom-Json
        $told.Id, $told.Author, $told.Comment | Should -Be $image.Id, 'Michel-André <m@example.org>', 'with /changed & more'
        docker -H $LocalHost run --rm --network none $tag cat /changed 2>$null | Should -Be 'changed'
    }

    It 'gives an image without a name its id' {
        $image = ConvertTo-DockerImage $container
        try {
            $image.Name | Should -Be $image.Id
            $image.IsDangling | Should -BeTrue
        }
        finally {
            $null = docker -H $LocalHost rmi $image.Id
        }
    }

    It 'takes the tag latest where none is given' {
        $repository = New-LabName
        (ConvertTo-DockerImage $container $repository).Name | Should -Be "${repository}:latest"
    }

    It 'takes containers from the pipeline, and goes on after one that is unknown' {
        $id = docker -H $LocalHost inspect --format '{{.Id}}' $container
        $objects = [pscustomobject]@{ Name = 'no-such-container'; DockerHost = $LocalHost }, [pscustomobject]@{ Id = $id; DockerHost = $LocalHost }
        $repository = New-LabName
        $image = $objects | ConvertTo-DockerImage -Tag $repository -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound ConvertToDockerImageCommand ObjectNotFound 'no-such-container'
        "$($failure[0])" | Should -BeLike '*Get-DockerContainer*'
        $image.Name | Should -Be "${repository}:latest"
    }

    It 'takes the objects of Get-DockerContainer' {
        $image = Get-DockerContainer $container | ConvertTo-DockerImage -Tag (New-LabName)
        $image.Tag | Should -Be 'latest'
    }

    It 'refuses a tag that is a digest' {
        ConvertTo-DockerImage $container -Tag "x@sha256:$('a' * 64)" -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput ConvertToDockerImageCommand InvalidArgument "x@sha256:$('a' * 64)"
    }

    It 'pauses the container unless told otherwise' {
        $tag = New-LabName
        $paused = Get-EngineCall { $null = ConvertTo-DockerImage $container -Tag $tag }
        $running = Get-EngineCall { $null = ConvertTo-DockerImage $container -Tag $tag -NoPause }
        $paused | Should -BeLike '*pause=1*'
        $running | Should -BeLike '*pause=0*'
    }

    It 'shows with -WhatIf the call that is then made' {
        $tag = "$(New-LabName):1"
        $arguments = @{ Container = $container; Tag = $tag; Author = 'A. B. <a@b.org>'; Message = 'x y' }
        $made = Get-EngineCall { $script:shown = Get-ShownText { ConvertTo-DockerImage @arguments -WhatIf } }
        $made | Should -BeNullOrEmpty
        Get-EngineImage | Should -Not -Contain $tag
        $calls = @(Get-EngineCall { ConvertTo-DockerImage @arguments })
        $calls | Should -HaveCount 1
        $script:shown | Should -Be "$($calls[0]) on $LocalHost"
    }

    It 'completes the names of containers' {
        Wait-Until { (TabExpansion2 "ConvertTo-DockerImage $container").CompletionMatches.CompletionText -contains $container } -Seconds 20
    }
}
