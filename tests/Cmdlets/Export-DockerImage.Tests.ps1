Describe 'Export-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $one = New-LabImage
        $two = New-LabImage
    }

    BeforeEach {
        $folder = Join-Path $TestDrive (New-LabName)
        $null = New-Item -ItemType Directory -Path $folder
        $file = Join-Path $folder 'out.tar'
    }

    AfterEach {
        Get-ChildItem $TestDrive -Recurse -Filter *.partial | Should -BeNullOrEmpty
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'takes a name without a tag as latest, and no other tag of that repository' {
        $name = New-LabName
        Add-DockerImageTag $one -Tag "${name}:1", $name
        try {
            (Export-DockerImage $name -Path $file).Images.References | Should -Be "${name}:latest"
        }
        finally {
            Remove-DockerImage "${name}:1", $name -Confirm:$false
        }
    }

    It 'moves an image from host to host by a file, and runs it there' {
        try {
            $image = Get-DockerImage $SmeImage -DockerHost $SmeHost |
                Export-DockerImage -Path $file |
                Import-DockerImage -DockerHost $BootHost
            $image.Name, "$($image.DockerHost)" | Should -Be $SmeImage, "ssh://$BootHost"
            $image.Id | Should -Be (Get-DockerImage $SmeImage -DockerHost $SmeHost).Id
            $result = $image | Invoke-DockerContainer -Command cat, /etc/e-smith-release
            "$($result.Output)".Trim() | Should -Be 'SME Server release 9.0'
        }
        finally {
            Remove-DockerImage $SmeImage -DockerHost $BootHost -Force -Confirm:$false
        }
    }

    It 'gives the archive with what is in it' {
        $archive = Export-DockerImage $one -Path $file
        $archive | Should -BeOfType DockerOps.ImageArchive
        $archive.Path, $archive.Size | Should -Be $file, (Get-Item $file).Length
        $archive.Sha256 | Should -Be (Get-FileHash $file).Hash.ToLowerInvariant()
        "$($archive.Images[0].References[0])" | Should -Be $one
        "$($archive.DockerHost)" | Should -Be $LocalHost
        (Test-DockerImageArchive $file).IsValid | Should -BeTrue
    }

    It 'puts all images of the pipeline into one file' {
        $archive = Get-DockerImage $one, $two | Export-DockerImage -Path $file
        @($archive).Count | Should -Be 1
        $archive.Images | Should -HaveCount 2
    }

    It 'gives each image a file of its own in a folder, packed or not' {
        $archives = $one, $two | Export-DockerImage -Path $folder -Compress
        $archives.Path | Should -Be ($one, $two | ForEach-Object { Join-Path $folder "$($_ -replace ':', '_').tar.gz" })
        $archives.IsCompressed | Should -Be $true, $true
        gzip -t $archives.Path
        $LASTEXITCODE | Should -Be 0
        $null = Export-DockerImage "registry.lan:5000/no", $one -Path "$folder/" -ErrorAction SilentlyContinue
        Get-ChildItem $folder -Filter *.tar | Should -HaveCount 1
    }

    It 'resolves paths by the shell''s location' {
        Push-Location $folder
        try { (Export-DockerImage $one -Path ./here.tar).Path | Should -Be (Join-Path $folder here.tar) } finally { Pop-Location }
    }

    It 'leaves an unknown image out, with an error about it' {
        $archive = $one, 'no-such-image:1', $two | Export-DockerImage -Path $file -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound ExportDockerImageCommand ObjectNotFound 'no-such-image:1'
        $archive.Images.References.ForEach({ "$_" }) | Sort-Object | Should -Be (@($one, $two) | Sort-Object)
        $archives = $one, 'no-such-image:1', $two | Export-DockerImage -Path $folder -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound ExportDockerImageCommand ObjectNotFound 'no-such-image:1'
        $archives | Should -HaveCount 2
    }

    It 'writes nothing when no image is known' {
        Export-DockerImage no-such-image:1 -Path $file -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound ExportDockerImageCommand ObjectNotFound 'no-such-image:1'
        Get-ChildItem $folder | Should -BeNullOrEmpty
    }

    It 'takes images of several hosts into a folder, not into one file' {
        $images = @(Get-DockerImage $one) + @(Get-DockerImage $SmeImage -DockerHost $SmeHost)
        $archive = $images | Export-DockerImage -Path $file -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput ExportDockerImageCommand InvalidArgument $SmeImage
        $archive.Images | Should -HaveCount 1
        ($images | Export-DockerImage -Path "$folder/").DockerHost.ForEach({ "$_" }) | Should -Be $LocalHost, "ssh://$SmeHost"
    }

    It 'never writes two images into one file, with -Force neither' {
        $image = @(Get-DockerImage $SmeImage) + @(Get-DockerImage $SmeImage -DockerHost $SmeHost)
        $archive = $image | Export-DockerImage -Path "$folder/" -Force -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput ExportDockerImageCommand InvalidArgument $SmeImage
        "$($archive.DockerHost)" | Should -Be $LocalHost
        Get-ChildItem $folder | Should -HaveCount 1
        (Get-FileHash $archive.Path).Hash | Should -Be $archive.Sha256
    }

    It 'refuses to overwrite without -Force' {
        Set-Content -LiteralPath $file -Value precious
        Export-DockerImage $one -Path $file -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Conflict ExportDockerImageCommand ResourceExists $file
        Get-Content $file | Should -Be precious
        $null = Export-DockerImage $one -Path $file -Force
        (Test-DockerImageArchive $file).IsValid | Should -BeTrue
    }

    It 'says that the folder is missing' {
        Export-DockerImage $one -Path "$folder/no/out.tar" -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound ExportDockerImageCommand ObjectNotFound "$folder/no/out.tar"
    }

    It 'says that the host has no engine' {
        Export-DockerImage $one -Path $file -DockerHost unix:///nowhere/docker.sock -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Unreachable ExportDockerImageCommand ConnectionError 'unix:///nowhere/docker.sock'
    }

    It 'shows with -WhatIf what is then asked and written: by the engine' {
        # By its port, there is no layer store to be read.
        $port = $Lab.engines.local.tcp
        $before = Get-EngineLogCount 'GET /v1.41/images/get'
        $shown = Get-ShownText { $one, $two | Export-DockerImage -Path $file -DockerHost $port -WhatIf }
        Get-EngineLogCount 'GET /v1.41/images/get' | Should -Be $before
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $notes = $one, $two | Export-DockerImage -Path $file -DockerHost $port -Verbose 4>&1
        "$notes" | Should -Match 'the engine makes the archive, as the layer store is not read: it is reached by its engine''s port only'
        $line = (Select-String -LiteralPath $Lab.engines.local.log -Pattern 'Calling (GET) /v1.41(/images/get[^"]+)' | Select-Object -Last 1).Matches[0]
        $call = '{0} {1}' -f $line.Groups[1].Value, $line.Groups[2].Value
        $shown | Should -Be "$call on $port > $file.partial", "rename $file.partial to $file"
        (Get-ChildItem $folder).Name | Should -Be 'out.tar'
    }

    It 'shows with -WhatIf what is then read and written: from the layer store' {
        $before = Get-EngineLogCount 'GET /v1.41/images/get'
        $shown = Get-ShownText { $one, $two | Export-DockerImage -Path $file -WhatIf }
        Get-ChildItem $folder | Should -BeNullOrEmpty
        $shown | Should -Be "2 of 2 layers of $one, $two from the layer store of $LocalHost > $file.partial", "rename $file.partial to $file"
        $notes = $one, $two | Export-DockerImage -Path $file -Verbose 4>&1
        "$notes" | Should -Match 'the layers were read from the layer store'
        Get-EngineLogCount 'GET /v1.41/images/get' | Should -Be $before -Because 'the engine is not asked'
        (Get-ChildItem $folder).Name | Should -Be 'out.tar'
        (Test-DockerImageArchive $file).IsValid | Should -BeTrue
        docker -H $LocalHost rmi -f $one | Out-Null
        docker -H $LocalHost load -qi $file | Should -Contain "Loaded image: $one"
    }

    It 'shows a table' {
        $text = Export-DockerImage $one -Path $file | Out-String -Width 250
        $text | Should -Match 'Name +Images +Format +Size +Sha256 +Path'
        $text | Should -Match ([regex]::Escape($file))
    }

    It 'completes the names of images' {
        Wait-Until { (TabExpansion2 "Export-DockerImage $one").CompletionMatches.CompletionText -contains $one } -Seconds 20
    }

    It 'saves with -Since only what is new: since an archive, images, a list of images and a host' {
        $deltas = New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name (New-LabName)
        try {
            $base = New-LabImage
            $top = "$(New-LabName):1"
            $MadeImages.Add($top)
            $id = docker -H $LocalHost create $base true
            docker -H $LocalHost cp $PSCommandPath "${id}:/more"
            $null = docker -H $LocalHost commit $id $top
            $null = docker -H $LocalHost rm $id
            $whole = Export-DockerImage $base "$deltas/base.tar" -DockerHost $LocalHost
            $list = Get-DockerImage $base -DockerHost $LocalHost
            $list | Export-Clixml "$deltas/list.xml"
            $null = Copy-DockerImage $base -DockerHost $LocalHost -Destination $SmeHost
            $ways = @{ path = "$deltas/base.tar"; archive = $whole; image = $list; list = Import-Clixml "$deltas/list.xml"; name = $base; host = $SmeHost }
            foreach ($way in $ways.Keys) {
                $delta = Export-DockerImage $top "$deltas/$way.tar" -Since $ways[$way] -DockerHost $LocalHost
                $delta.IsDelta | Should -BeTrue -Because $way
                $delta.NeededLayers | Should -HaveCount 1
                $delta.Size | Should -BeLessThan 60kb
                Test-DockerImageArchive "$deltas/$way.tar" -Quiet | Should -BeTrue
            }

            (Import-DockerImage "$deltas/host.tar" -DockerHost $SmeHost).Name | Should -Be $top
            foreach ($name in $top, $base) { Remove-DockerImage $name -DockerHost $SmeHost -Force -Confirm:$false }
            Import-DockerImage "$deltas/host.tar" -DockerHost $SmeHost -ErrorAction SilentlyContinue -ErrorVariable failure
            Assert-Failure $failure NotFound ImportDockerImageCommand ObjectNotFound "$deltas/host.tar"
            "$($failure[0])" | Should -BeLike "*$($delta.NeededLayers[0])*Nothing was sent*"

            $failure = $null
            Export-DockerImage $top "$deltas/x.tar" -Since "$deltas/not-there.tar" -DockerHost $LocalHost -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            "$deltas/x.tar" | Should -Not -Exist
        }
        finally {
            Remove-Item $deltas -Recurse
        }
    }
}
