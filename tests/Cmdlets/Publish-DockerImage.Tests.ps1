Describe 'Publish-DockerImage and Receive-DockerImage' {
    BeforeDiscovery {
        . $PSScriptRoot/Lab.ps1
        $without = @{ Skip = -not $Lab.capabilities.registry }
    }

    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $registry = $Lab.registry.address
        $configuration = (New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name (New-LabName)).FullName
        $env:DOCKER_CONFIG = $configuration
        $path = $env:PATH

        function Set-Login($Value) { ConvertTo-Json $Value -Depth 5 | Set-Content -LiteralPath "$configuration/config.json" }
        function Get-Login { [Convert]::ToBase64String([Text.Encoding]::UTF8.GetBytes("$($Lab.registry.user):$($Lab.registry.password)")) }
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $env:DOCKER_CONFIG = $null
        $env:PATH = $path
        Remove-Item -LiteralPath $configuration -Recurse
    }

    It 'completes registries with a login, and those of images' {
        Set-Login @{ auths = @{ 'https://index.docker.io/v1/' = @{}; 'lab-a.example:5000' = @{} }; credHelpers = @{ 'lab-b.example' = 'none' } }
        $name = New-LabImage
        Add-DockerImageTag $name -Tag "lab-c.example/$name"
        $line = 'Publish-DockerImage x -Registry lab-'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'lab-a.example:5000', 'lab-b.example', 'lab-c.example'
        $line = 'Publish-DockerImage x -Registry do'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'docker.io'
        Remove-DockerImageTag "lab-c.example/$name"
    }

    It 'sends an image and gets it again on another engine, with the login of docker login' @without {
        Set-Login @{ auths = @{ $registry = @{ auth = Get-Login } } }
        $name = New-LabImage
        $sent = Get-DockerImage $name | Publish-DockerImage -Registry $registry
        $sent | Should -BeOfType DockerOps.Image
        $sent.Name | Should -Be "$registry/$name"
        $sent.Digests | Should -BeLike "$registry/$($name -replace ':.*')@sha256:*"

        $target = $NewHost ? $NewHost : $LocalHost
        if (-not $NewHost) { docker -H $LocalHost rmi -f "$registry/$name" }
        $got = Receive-DockerImage "$registry/$name" -DockerHost $target
        "$($got.DockerHost) $($got.Name) $($got.Id)" | Should -Be "$target $registry/$name $($sent.Id)"
        (Receive-DockerImage $sent.Digests[0] -DockerHost $target).Id | Should -Be $sent.Id
    }

    It 'asks the credential helper, and says nothing of the secret' @without {
        Set-Login @{ credHelpers = @{ $registry = 'lab' } }
        $folder = (New-Item -ItemType Directory "$configuration/bin" -Force).FullName
        Set-Content "$folder/docker-credential-lab" @"
#!/bin/sh
read -r server
[ "`$1 `$server" = 'get $registry' ] || exit 2
echo '{"ServerURL":"$registry","Username":"$($Lab.registry.user)","Secret":"$($Lab.registry.password)"}'
"@
        chmod +x "$folder/docker-credential-lab"
        $env:PATH = "$folder$([IO.Path]::PathSeparator)$path"
        $name = New-LabImage
        $all = Publish-DockerImage $name $registry -Verbose *>&1
        "$($all | Out-String)" | Should -Not -Match $Lab.registry.password
        $all[-1].Digests | Should -HaveCount 1
        $env:PATH = $path
        Publish-DockerImage $name $registry -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure CommandFailed PublishDockerImageCommand FromStdErr lab
    }

    It 'tells a refused login, an unknown image and a registry that is not there apart' @without {
        Set-Login @{}
        $name = New-LabImage
        Publish-DockerImage $name $registry -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotPermitted PublishDockerImageCommand PermissionDenied "$registry/$name"
        Set-Login @{ auths = @{ "http://$registry/v1/" = @{ auth = Get-Login } } }
        Receive-DockerImage "$registry/no-such:1" -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound ReceiveDockerImageCommand ObjectNotFound "$registry/no-such:1"
        Receive-DockerImage '127.0.0.1:1/x:1' -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Unreachable ReceiveDockerImageCommand ConnectionError '127.0.0.1:1/x:1'
        Publish-DockerImage no-such-image:1 $registry -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure NotFound PublishDockerImageCommand ObjectNotFound no-such-image:1
    }

    It 'shows with -WhatIf the calls that are then made' @without {
        Set-Login @{ auths = @{ $registry = @{ auth = Get-Login } } }
        $name = New-LabImage
        $made = Get-EngineCall { $script:shown = Get-ShownText { Publish-DockerImage $name $registry -WhatIf } }
        $made | Should -BeNullOrEmpty
        $calls = @(Get-EngineCall { Publish-DockerImage $name $registry })
        $calls | Should -HaveCount 2
        $script:shown | Should -Be $calls.ForEach({ "$_ on $LocalHost" })

        $made = Get-EngineCall { $script:shown = Get-ShownText { Receive-DockerImage "$registry/$name" -WhatIf } }
        $made | Should -BeNullOrEmpty
        $calls = @(Get-EngineCall { Receive-DockerImage "$registry/$name" })
        $calls | Should -HaveCount 1
        $script:shown | Should -Be "$($calls[0]) on $LocalHost"
    }

    It 'refuses ids' {
        Publish-DockerImage ('a' * 64) -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput PublishDockerImageCommand InvalidArgument ('a' * 64)
        Receive-DockerImage ('a' * 64) -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure InvalidInput ReceiveDockerImageCommand InvalidArgument ('a' * 64)
    }
}
