Describe 'Build-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Containers.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $folder = Join-Path $TestDrive 'web'
        $null = New-Item -ItemType Directory -Path $folder
        Set-Content "$folder/Dockerfile" "FROM $SmeImage", 'ARG VERSION=none', "LABEL $TestLabel=", 'COPY index.html /', 'RUN echo "$VERSION" >/version'
        Set-Content "$folder/index.html" 'hello'
        Set-Content "$folder/stuck" "FROM $SmeImage", "LABEL $TestLabel=", 'RUN sleep 600'
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'builds an image under all its names, with arguments and labels' {
        $tag = "$(New-LabName):2.1"
        $other = "$(New-LabName):latest"
        $image = Build-DockerImage $folder -Tag $tag, $other -BuildArgument VERSION=2.1 -Label @{ 'org.example.who' = 'me' }
        $image | Should -BeOfType DockerOps.Image
        $image.Name | Should -Be $tag
        $image.Labels['org.example.who'] | Should -Be 'me'
        Get-EngineImage | Should -Contain $other
        docker -H $LocalHost run --rm --network none $tag cat /index.html /version 2>$null | Should -Be 'hello', '2.1'
    }

    It 'shows the builder''s words with -Verbose' {
        $words = Build-DockerImage $folder -Tag (New-LabName) -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }
        "$words" | Should -BeLike '*Step 1/5 : FROM*Successfully built*'
    }

    It 'takes folders from the pipeline, and goes on after one that is missing' {
        $images = 'TestDrive:/nowhere', (Get-Item $folder) | Build-DockerImage -Tag (New-LabName) -ErrorAction SilentlyContinue -ErrorVariable failure
        $images | Should -HaveCount 1
        Assert-Failure $failure NotFound BuildDockerImageCommand ObjectNotFound (Join-Path $TestDrive 'nowhere')
    }

    It 'tells a step that fails with its last lines' {
        Set-Content "$TestDrive/broken" "FROM $SmeImage", 'RUN echo because; exit 3'
        Build-DockerImage $folder -File "$TestDrive/broken" -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure CommandFailed BuildDockerImageCommand FromStdErr 'web'
        "$failure" | Should -BeLike '*Step 2 (RUN echo because; exit 3)*exit code 3*because*'
        Set-Content "$TestDrive/broken" "FROM $SmeImage", 'RUN exit 3'
        Build-DockerImage $folder -File "$TestDrive/broken" -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike '*ended with exit code 3.'
    }

    It 'tells of a build file that lies in the folder, and not where it was said to' {
        Build-DockerImage $folder -File "$TestDrive/nowhere/Dockerfile" -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -BeLike "There is no build file '$TestDrive/nowhere/Dockerfile'. There is '*/Dockerfile'."
        Build-DockerImage $folder -File "$TestDrive/none" -ErrorAction SilentlyContinue -ErrorVariable failure
        "$failure" | Should -Be "There is no build file '$TestDrive/none'."
    }

    It 'refuses a tag that is none' {
        Build-DockerImage $folder -Tag 'Not A Name' -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput BuildDockerImageCommand InvalidArgument 'Not A Name'
    }

    It 'shows with -WhatIf the call that is then made' {
        $tag = "$(New-LabName):1"
        $arguments = @{ Path = $folder; Tag = $tag; BuildArgument = @{ VERSION = 'a b' }; NoCache = $true; Network = 'none' }
        $made = Get-EngineCall { $script:shown = Get-ShownText { Build-DockerImage @arguments -WhatIf } }
        $made | Should -BeNullOrEmpty
        $call = @(Get-EngineCall { Build-DockerImage @arguments }) -like "*$([uri]::EscapeDataString($tag))*"
        $script:shown | Should -Be "$call < $folder on $LocalHost"
    }

    It 'ends within a second of Ctrl+C, on the engine too' {
        $seconds = Measure-Stop { param($Folder, $On) Build-DockerImage $Folder -File "$Folder/stuck" -DockerHost $On } `
            -With @{ Folder = $folder; On = $LocalHost } -When { Get-TestContainer | Where-Object State -EQ Running }
        $seconds | Should -BeLessThan 5
        Wait-Until { -not (Get-TestContainer) } -Seconds 20
    }
}
