Describe 'Import-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
    }

    BeforeEach {
        $folder = Join-Path $TestDrive (New-LabName)
        $null = New-Item -ItemType Directory -Path $folder
        $archive = Join-Path $folder 'a.tar'
        $name = New-LabArchive $archive
    }

    AfterEach {
        Remove-Item -LiteralPath $folder -Recurse -Force
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'gives the images it loaded, on their host' {
        $image = Import-DockerImage $archive
        $image | Should -BeOfType DockerOps.Image
        $image.Name, "$($image.DockerHost)" | Should -Be $name, $LocalHost
        Get-EngineImage | Should -Contain $name
    }

    It 'takes files from dir, and goes on after a damaged one' {
        $good = New-LabArchive "$folder/z.tar"
        [IO.File]::WriteAllBytes("$folder/b.tar", [IO.File]::ReadAllBytes($archive)[0..40000])
        Set-Content "$folder/c.tar" 'no archive at all'
        Copy-Item $archive "$folder/d.txt"
        $images = Get-ChildItem $folder -Filter *.tar | Sort-Object Name | Import-DockerImage -ErrorAction SilentlyContinue -ErrorVariable failure
        $images.Name | Should -Be $name, $good
        $failure.FullyQualifiedErrorId | Should -Be (@('Corrupt,DockerOps.Cmdlets.Images.ImportDockerImageCommand') * 2)
        $failure.CategoryInfo.Category | Should -Be InvalidData, InvalidData
        $failure.TargetObject | Should -Be "$folder/b.tar", "$folder/c.tar"
    }

    It 'refuses a changed byte with the engine''s words, and nothing is loaded' {
        $bytes = [IO.File]::ReadAllBytes($archive)
        $at = [Text.Encoding]::ASCII.GetString($bytes).IndexOf($name)
        $bytes[$at] = $bytes[$at] -bxor 1
        [IO.File]::WriteAllBytes($archive, $bytes)
        Import-DockerImage $archive -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure EngineError ImportDockerImageCommand InvalidResult $archive
        "$($failure[0])" | Should -BeLike '*diffID*'
        Get-EngineImage | Should -Not -Contain $name
    }

    It 'takes wildcards, and literal paths with brackets' {
        $odd = New-LabArchive "$folder/[1] odd.tar"
        (Import-DockerImage "$folder/*.tar").Name | Sort-Object | Should -Be (@($name, $odd) | Sort-Object)
        (Import-DockerImage -LiteralPath "$folder/[1] odd.tar").Name | Should -Be $odd
        (Import-DockerImage "$folder/[1] odd.tar").Name | Should -Be $odd
        (Get-Item -LiteralPath "$folder/[1] odd.tar" | Import-DockerImage).Name | Should -Be $odd
        Push-Location $folder
        try { (Import-DockerImage ./a.tar).Name | Should -Be $name } finally { Pop-Location }
    }

    It 'says what is not there, and goes on' {
        $image = "$folder/no.tar", "$folder/no*.tar", $archive | Import-DockerImage -ErrorAction SilentlyContinue -ErrorVariable failure
        $image.Name | Should -Be $name
        $failure.FullyQualifiedErrorId | Should -Be (@('NotFound,DockerOps.Cmdlets.Images.ImportDockerImageCommand') * 2)
        $failure.CategoryInfo.Category | Should -Be ObjectNotFound, ObjectNotFound
        $failure.TargetObject | Should -Be "$folder/no.tar", "$folder/no*.tar"
    }

    It 'says that the host has no engine' {
        Import-DockerImage $archive -DockerHost unix:///nowhere/docker.sock -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Unreachable ImportDockerImageCommand ConnectionError 'unix:///nowhere/docker.sock'
    }

    It 'takes an archive back to the host it came from' {
        $other = New-LabImage
        $exported = Get-DockerImage $other | Export-DockerImage -Path "$folder/there.tar"
        Remove-DockerImage $other -Confirm:$false
        "$(($exported | Import-DockerImage).DockerHost)" | Should -Be $LocalHost
        Get-EngineImage | Should -Contain $other
    }

    It 'shows with -WhatIf the calls that are then made' {
        $null = New-LabArchive "$folder/b.tar"
        $made = Get-EngineCall { $script:shown = Get-ShownText { Import-DockerImage "$folder/a.tar", "$folder/b.tar" -WhatIf } }
        $made | Should -BeNullOrEmpty
        Get-EngineImage | Should -Not -Contain $name
        $calls = @(Get-EngineCall { Import-DockerImage "$folder/a.tar", "$folder/b.tar" })
        $calls | Should -HaveCount 2
        $script:shown | Should -Be "$($calls[0]) < $folder/a.tar on $LocalHost", "$($calls[1]) < $folder/b.tar on $LocalHost"
    }

    It 'shows a table' {
        Import-DockerImage $archive | Out-String -Width 200 | Should -Match 'Repository +Tag +Id +Created +Size'
    }

    It 'passes on the words of an engine whose disk is full, loads nothing, and goes on: <engine>' -ForEach @{ engine = 'local' }, @{ engine = 'new' } {
        if (-not $Lab.engines.$engine) { Set-ItResult -Skipped -Because "this lab has no engine '$engine'"; return }
        $address = $Lab.engines.$engine.address
        $large = New-LabArchive "$folder/large.tar" -Size 30mb
        $temporary = Join-Path $Lab.engines.$engine.dataRoot tmp
        mount -t tmpfs -o size=4m tmpfs $temporary
        $LASTEXITCODE | Should -Be 0
        try {
            $images = "$folder/large.tar", $archive | Import-DockerImage -DockerHost $address -ErrorAction SilentlyContinue -ErrorVariable failure
        }
        finally {
            umount $temporary
        }
        Assert-Failure $failure NoSpace ImportDockerImageCommand ResourceUnavailable "$folder/large.tar"
        "$($failure[0])" | Should -BeLike '*says:*no space left on device*'
        Get-EngineImage $address | Should -Not -Contain $large
        $images.Name | Should -Be $name
    }

    It 'does so over ssh: <target>' -ForEach @{ target = 'docker@boot2docker' }, @{ target = 'nofwd@boot2docker' } {
        $null = New-LabArchive "$folder/large.tar" -Size 30mb
        $container = $Lab.hosts.boot2docker.container
        docker -H $Lab.carrier.address exec $container mount -t tmpfs -o size=4m tmpfs /var/lib/docker/tmp
        $LASTEXITCODE | Should -Be 0
        try {
            Import-DockerImage "$folder/large.tar" -DockerHost $target -ErrorAction SilentlyContinue -ErrorVariable failure
        }
        finally {
            docker -H $Lab.carrier.address exec $container umount /var/lib/docker/tmp
        }
        Assert-Failure $failure NoSpace ImportDockerImageCommand ResourceUnavailable "$folder/large.tar"
        "$($failure[0])" | Should -BeLike "*$target*says:*no space left on device*"
    }

    It 'stops at Ctrl+C, and the image is there whole or not at all' {
        $large = New-LabArchive "$folder/large.tar" -Size 150mb
        $children = (Get-Child).Id
        $before = Get-EngineLogCount 'POST /v1.41/images/load'
        $import = Start-Beside "Import-DockerImage '$folder/large.tar' -DockerHost '$LocalHost'"
        Wait-Until { (Get-EngineLogCount 'POST /v1.41/images/load') -gt $before }
        Stop-Beside $import | Should -BeLessThan 5
        (Get-Child).Id | Should -Be $children
        # What the engine had got whole by then, it may finish.
        Start-Sleep -Seconds 1
        if ((Get-EngineImage) -contains $large) {
            (Export-DockerImage $large -Path "$folder/again.tar").Images[0].DiffIds | Should -Be (Get-DockerImageArchive "$folder/large.tar").Images[0].DiffIds
        }
        (Import-DockerImage "$folder/large.tar").Name | Should -Be $large
    }
}
