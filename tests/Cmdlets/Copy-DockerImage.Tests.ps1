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
            $image | Should -BeOfType DockerOps.ImageTransfer
            "$($image.Way) $($image.LayersSent) $($image.Source)" | Should -Be "LayerStore 1 ssh://$SmeHost"
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
            "ssh://$SmeHost $one", "ssh://$SmeHost $two", "ssh://$BootHost $one", "ssh://$BootHost $two")
        $images.LayersSent | Should -Be 1, 1, 1, 1
    }

    It 'sends nothing of what is there, and only missing layers of what is built on it' {
        $null = $one | Copy-DockerImage -Destination $SmeHost
        $again = $one | Copy-DockerImage -Destination $SmeHost
        "$($again.Way) $($again.BytesSent)" | Should -Be 'AlreadyThere 0'
        $top = "$(New-LabName):1"
        $MadeImages.Add($top)
        $id = docker -H $LocalHost create $one true
        docker -H $LocalHost cp $PSCommandPath "${id}:/more"
        $null = docker -H $LocalHost commit $id $top
        $null = docker -H $LocalHost rm $id
        $copy = Copy-DockerImage $top -Destination $SmeHost
        "$($copy.Way) $($copy.LayersSent) of $($copy.Layers)" | Should -Be 'LayerStore 1 of 2'
        $copy.BytesSaved | Should -BeGreaterThan 90kb
    }

    It 'tells with -Verbose which way it takes, and why' {
        $name = New-LabImage
        $lines = Copy-DockerImage $name -Destination "nofwd@boot2docker" -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$lines" | Should -BeLike '*1 layers to send, by way of LayerStore*'
        $other = New-LabImage
        $null = Copy-DockerImage $other -Destination $SmeHost
        Remove-DockerImage $other -Confirm:$false
        $lines = Copy-DockerImage $other -DockerHost "docker@sme9-docker:$($Lab.hosts.'sme9-docker'.port)" -Destination $LocalHost -Verbose 4>&1 |
            Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$lines" | Should -BeLike '*by way of FilteredArchive*its user is not root there*'
    }

    It 'copies by id' {
        $copy = Copy-DockerImage $id -Destination $SmeHost
        $copy.Id | Should -Be $id
    }

    It 'goes on after an unknown image and a host that is not reached' {
        $images = $one, 'no-such-image:1', $two |
            Copy-DockerImage -Destination 'unix:///nowhere/docker.sock', $SmeHost -ErrorAction SilentlyContinue -ErrorVariable failure
        $images.Name | Should -Be $one, $two
        $failure.FullyQualifiedErrorId -replace ',.*' | Should -Be NotFound, Unreachable
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound, ConnectionError
        $failure.ForEach({ "$($_.TargetObject)" }) | Should -Be 'no-such-image:1', 'unix:///nowhere/docker.sock'
    }

    It 'refuses source and destination that are the same' {
        Copy-DockerImage $one -Destination $LocalHost -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Conflict CopyDockerImageCommand ResourceExists $LocalHost
    }

    It 'shows with -WhatIf the calls that are then made' {
        # Towards the local engine, whose log tells what came.
        $name = New-LabImage
        $null = Copy-DockerImage $name -Destination $SmeHost
        Remove-DockerImage $name -Confirm:$false
        $made = Get-EngineCall {
            $script:shown = Get-ShownText { Copy-DockerImage $name -DockerHost $SmeHost -Destination $LocalHost -WhatIf }
        }
        $made | Should -BeNullOrEmpty
        Get-EngineImage | Should -Not -Contain $name
        $calls = @(Get-EngineCall { Copy-DockerImage $name -DockerHost $SmeHost -Destination $LocalHost })
        $calls | Should -HaveCount 1
        $script:shown | Should -Be "$($calls[0]) < 1 of 1 layers of $name from the layer store of ssh://$SmeHost on $LocalHost"
    }

    It 'gives what is there its name, and shows that too' {
        $name = "$(New-LabName):1"
        Add-DockerImageTag $one -Tag $name
        $null = Copy-DockerImage $name -Destination $SmeHost
        Remove-DockerImageTag $name
        $script:shown = Get-ShownText { Copy-DockerImage $name -DockerHost $SmeHost -Destination $LocalHost -WhatIf }
        $calls = @(Get-EngineCall { Copy-DockerImage $name -DockerHost $SmeHost -Destination $LocalHost })
        $script:shown | Should -Be "$calls on $LocalHost"
        Get-EngineImage | Should -Contain $name
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
        Assert-Failure $failure NoSpace CopyDockerImageCommand ResourceUnavailable $LocalHost
        "$($failure[0])" | Should -BeLike "*$LocalHost*says:*no space left on device*"
        Get-EngineImage | Should -Not -Contain $large
    }

    It 'stops at Ctrl+C, and the destination has nothing' {
        $large = New-LabImage -Size 300mb
        $null = Get-DockerImage -DockerHost $BootHost
        $children = (Get-Child).Id
        $copy = Start-Beside "Copy-DockerImage '$large' -DockerHost '$LocalHost' -Destination '$BootHost'"
        Wait-Until { $copy.Shell.Streams.Progress.ReadAll().Where{ $_.PercentComplete -gt 0 } }
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
