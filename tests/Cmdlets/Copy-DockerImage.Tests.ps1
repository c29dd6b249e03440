Describe 'Copy-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $one = New-LabImage
        $two = New-LabImage
        $id = (Get-DockerImage $one).Id
    }

    AfterAll {
        foreach ($address in $SmeHost, $BootHost) {
            Get-DockerImage 'pester-*' -DockerHost $address | Remove-DockerImage -Force -Confirm:$false
        }
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'copies from host to host over ssh, as in the documents' {
        try {
            $image = Get-DockerImage $SmeImage -DockerHost $SmeHost | Copy-DockerImage -Destination $BootHost
            $image | Should -BeOfType DockerOps.Image
            $image.Name, "$($image.DockerHost)" | Should -Be $SmeImage, "ssh://$BootHost"
            $image.Id | Should -Be (Get-DockerImage $SmeImage -DockerHost $SmeHost).Id
        }
        finally {
            Remove-DockerImage $SmeImage -DockerHost $BootHost -Force -Confirm:$false
        }
    }

    It 'copies several images to several hosts' {
        $images = $one, $two | Copy-DockerImage -Destination $SmeHost, $BootHost
        $images.ForEach({ "$($_.DockerHost) $_" }) | Should -Be @(
            "ssh://$SmeHost $one", "ssh://$BootHost $one", "ssh://$SmeHost $two", "ssh://$BootHost $two")
    }

    It 'copies by id' {
        $copy = Copy-DockerImage $id -Destination $SmeHost
        $copy.Id | Should -Be $id
    }

    It 'goes on after an unknown image and a host that is not reached' {
        $images = $one, 'no-such-image:1', $two |
            Copy-DockerImage -Destination 'unix:///nowhere/docker.sock', $SmeHost -ErrorAction SilentlyContinue -ErrorVariable failure
        $images.Name | Should -Be $one, $two
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be Unreachable, Unreachable, NotFound, Unreachable
        $failure.CategoryInfo.Category | Should -Be ConnectionError, ConnectionError, ObjectNotFound, ConnectionError
        $failure.ForEach({ "$($_.TargetObject)" }) | Should -Be @(
            'unix:///nowhere/docker.sock', 'unix:///nowhere/docker.sock', 'no-such-image:1', 'unix:///nowhere/docker.sock')
    }

    It 'refuses source and destination that are the same' {
        Copy-DockerImage $one -Destination $LocalHost -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Conflict CopyDockerImageCommand ResourceExists $LocalHost
    }

    It 'shows with -WhatIf the calls that are then made' {
        # Towards the local engine, whose log tells what came.
        $name = New-LabName
        Add-DockerImageTag $one -Tag $name
        $null = Copy-DockerImage "${name}:latest" -Destination $SmeHost
        Remove-DockerImageTag $name
        $made = Get-EngineCall {
            $script:shown = Get-ShownText { Copy-DockerImage "${name}:latest" -DockerHost $SmeHost -Destination $LocalHost -WhatIf }
        }
        $made | Should -BeNullOrEmpty
        Get-EngineImage | Should -Not -Contain "${name}:latest"
        $calls = @(Get-EngineCall { Copy-DockerImage "${name}:latest" -DockerHost $SmeHost -Destination $LocalHost })
        $calls | Should -HaveCount 1
        $script:shown | Should -Be "$($calls[0]) < GET /images/get?names=$name%3Alatest on ssh://$SmeHost on $LocalHost"
    }

    It 'passes on the words of a destination whose disk is full, and loads nothing' {
        $large = New-LabImage -Size 30mb
        $null = Copy-DockerImage $large -Destination $SmeHost
        Remove-DockerImage $large -Confirm:$false
        $temporary = Join-Path $Lab.engines.local.dataRoot tmp
        mount -t tmpfs -o size=4m tmpfs $temporary
        $LASTEXITCODE | Should -Be 0
        try {
            Copy-DockerImage $large -DockerHost $SmeHost -Destination $LocalHost -ErrorAction SilentlyContinue -ErrorVariable failure
        }
        finally {
            umount $temporary
        }
        Assert-Failure $failure NoSpace CopyDockerImageCommand ResourceUnavailable $large
        "$($failure[0])" | Should -BeLike "*$LocalHost*says:*no space left on device*"
        Get-EngineImage | Should -Not -Contain $large
    }

    It 'stops at Ctrl+C, and the destination has nothing' {
        $large = New-LabImage -Size 300mb
        $null = Get-DockerImage -DockerHost $BootHost
        $children = (Get-Child).Id
        $before = Get-EngineLogCount 'GET /v1.41/images/get'
        $copy = Start-Beside "Copy-DockerImage '$large' -DockerHost '$LocalHost' -Destination '$BootHost'"
        Wait-Until { (Get-EngineLogCount 'GET /v1.41/images/get') -gt $before }
        Stop-Beside $copy | Should -BeLessThan 5
        (Get-Child).Id | Should -Be $children
        Get-DockerImage $large -DockerHost $BootHost -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Copy-DockerImage $one -Destination $BootHost).Name | Should -Be $one
    }

    It 'shows a table' {
        Copy-DockerImage $one -Destination $SmeHost | Out-String -Width 200 | Should -Match "DockerHost: ssh://$SmeHost"
    }

    It 'completes images and destinations' {
        Wait-Until { (TabExpansion2 "Copy-DockerImage $one").CompletionMatches.CompletionText -contains $one } -Seconds 20
        (TabExpansion2 "Copy-DockerImage $one -Destination ssh://root@sme9").CompletionMatches.ListItemText | Should -Contain "ssh://$SmeHost"
    }
}
