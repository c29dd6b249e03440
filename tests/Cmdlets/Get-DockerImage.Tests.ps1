Describe 'Get-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $repository = New-LabName
        $one = New-LabImage -Name "${repository}:1" -Label 'org.dockerops.pester=one'
        $two = New-LabImage -Name "${repository}:2" -Label 'org.dockerops.pester=two'
        docker -H $LocalHost tag $one "${repository}:also"
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'gives one object for each tag, as docker images does' {
        $names = (Get-DockerImage | Where-Object { -not $_.IsDangling }).Name | Sort-Object
        $names | Should -Be (Get-EngineImage | Where-Object { $_ -notmatch '<none>' } | Sort-Object)
    }

    It 'gives what the engine says of an image' {
        $image = Get-DockerImage $one
        $told = docker -H $LocalHost inspect $one | ConvertFrom-Json
        $image | Should -BeOfType DockerOps.Image
        $image.Id | Should -Be $told.Id
        $image.Size | Should -Be $told.Size
        $image.Repository, $image.Tag | Should -Be $repository, '1'
        $image.Labels['org.dockerops.pester'] | Should -Be 'one'
        ($image.References | Sort-Object) | Should -Be (@($one, "${repository}:also") | Sort-Object)
        [math]::Abs(($image.Created.UtcDateTime - ([datetime] $told.Created).ToUniversalTime()).TotalSeconds) | Should -BeLessOrEqual 1
        "$($image.DockerHost)" | Should -Be $LocalHost
    }

    It 'takes a repository, an id, the beginning of one, a digest-like id and wildcards' {
        $id = (Get-DockerImage $two).Id
        (Get-DockerImage $repository).Count | Should -Be 3
        (Get-DockerImage $id).Name | Should -Be $two
        (Get-DockerImage $id.Substring(7, 12)).Name | Should -Be $two
        (Get-DockerImage "${repository}:?").Count | Should -Be 2
        (Get-DockerImage "$($repository.Substring(0, 10))*:[2]").Name | Should -Be $two
    }

    It 'does not take the kind of all ids for the beginning of one: <_>' -ForEach 'sha2', 'sha256:', 'sha256:0' {
        Get-DockerImage $_ -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'takes names from the pipeline, and goes on after one that is unknown' {
        $images = $one, 'no-such-image:1', $two | Get-DockerImage -ErrorAction SilentlyContinue -ErrorVariable failure
        $images.Name | Should -Be $one, $two
        Assert-Failure $failure NotFound GetDockerImageCommand ObjectNotFound 'no-such-image:1'
        "$($failure[0])" | Should -BeLike "*$LocalHost*no-such-image:1*"
    }

    It 'is silent about a pattern that matches nothing' {
        Get-DockerImage 'no-such-*' -ErrorVariable failure | Should -BeNullOrEmpty
        $failure.Count | Should -Be 0
    }

    It 'selects by labels, all of which have to fit' {
        (Get-DockerImage -Label org.dockerops.pester).Count | Should -Be 3
        (Get-DockerImage -Label org.dockerops.pester=two).Name | Should -Be $two
        Get-DockerImage -Label org.dockerops.pester=one, org.dockerops.pester=two | Should -BeNullOrEmpty
        (Get-DockerImage '*:1' -Label org.dockerops.pester).Name | Should -Be $one
    }

    It 'tells images without a name from those with one' {
        $name = New-LabImage
        $id = (Get-DockerImage $name).Id
        $null = New-LabImage -Name $name -Size 5kb
        try {
            (Get-DockerImage -Dangling).Id | Should -Contain $id
            (Get-DockerImage -Dangling | Where-Object Id -EQ $id).Name | Should -Be $id
            (Get-DockerImage -Dangling:$false).Id | Should -Not -Contain $id
            (Get-DockerImage -Dangling | Where-Object { -not $_.IsDangling }) | Should -BeNullOrEmpty
        }
        finally {
            $null = docker -H $LocalHost rmi $id
        }
    }

    It 'takes the host by property name' {
        $images = [pscustomobject]@{ DockerHost = $LocalHost }, [pscustomobject]@{ DockerHost = $SmeHost } | Get-DockerImage -Name $SmeImage
        "$($images[0].DockerHost)" | Should -Be $LocalHost
        "$($images[1].DockerHost)" | Should -Be "ssh://$SmeHost"
        $images[1].Id | Should -Be $images[0].Id
    }

    It 'gives all images of each host that comes through the pipeline' {
        $expected = (Get-DockerImage -DockerHost $SmeHost).Name
        foreach ($from in { Get-DockerHost $SmeHost }, { Test-DockerHost $SmeHost }, { Get-DockerEngine -DockerHost $SmeHost }) {
            (& $from | Get-DockerImage).Name | Should -Be $expected
        }

        (Get-DockerHost $SmeHost, $LocalHost | Get-DockerImage).DockerHost | Select-Object -Unique | Should -Be "ssh://$SmeHost", $LocalHost
        { Get-DockerImage (Get-DockerHost $SmeHost) } | Should -Throw
        { (Get-DockerHost $SmeHost).DockerHost | Get-DockerImage -ErrorAction Stop } | Should -Throw '*a host and not a name*'
    }

    It 'takes the name and the host in objects made by hand: <rows>' -ForEach @(
        @{ Rows = 'Name,DockerHost', 'sme-9:6.5,local'; Found = 'sme-9:6.5' }
        @{ Rows = 'DockerHost', 'local'; Found = '*' }
    ) {
        $found = $rows -replace 'local', $LocalHost -replace 'sme-9:6.5', $SmeImage | ConvertFrom-Csv | Get-DockerImage
        $found | Should -Not -BeNullOrEmpty
        $found.Name | Should -Be (Get-DockerImage ($Found -replace 'sme-9:6.5', $SmeImage)).Name
        foreach ($command in 'Get-DockerContainer', 'Get-DockerVolume') { { 'DockerHost', $LocalHost | ConvertFrom-Csv | & $command -ErrorAction Stop } | Should -Not -Throw }
    }

    It 'says of an object with neither name nor host that it cannot be bound' {
        'Server', $LocalHost | ConvertFrom-Csv | Get-DockerImage -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InputObjectNotBound,*'
    }

    It 'never takes an object whose name is nothing for everything' {
        [pscustomobject]@{ Name = $unset; DockerHost = $LocalHost } | Get-DockerImage -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures | Should -BeLike '*property Name is empty*'
    }

    It 'takes one host where one is asked for' {
        (Get-DockerImage $SmeImage -DockerHost @($SmeHost)).DockerHost | Should -Be "ssh://$SmeHost"
        { Get-DockerImage -DockerHost $SmeHost, $LocalHost } | Should -Throw '*one host at a time*ForEach-Object*'
    }

    It 'never takes nothing for everything: <_>' -ForEach 'Name', 'Label' {
        $nothing = @{ $_ = $null }
        { Get-DockerImage @nothing } | Should -Throw '*Leave it out*'
    }

    It 'says which host has no engine, and goes on with the next' {
        $hosts = [pscustomobject]@{ DockerHost = 'unix:///nowhere/docker.sock' }, [pscustomobject]@{ DockerHost = $LocalHost }
        $images = $hosts | Get-DockerImage -Name $one -ErrorAction SilentlyContinue -ErrorVariable failure
        $images.Name | Should -Be $one
        Assert-Failure $failure Unreachable GetDockerImageCommand ConnectionError 'unix:///nowhere/docker.sock'
        "$failure" | Should -BeLike '*Start-DockerEngine*'
    }

    It 'gives an error, not an exception, for an environment that names no host' {
        try {
            $env:DOCKER_HOST = 'ftp://somewhere'
            Get-DockerImage -ErrorAction SilentlyContinue -ErrorVariable failure
            Assert-Failure $failure InvalidInput GetDockerImageCommand InvalidArgument 'ftp://somewhere'
        }
        finally {
            $env:DOCKER_HOST = $LocalHost
        }
    }

    It 'asks the engine for nothing but reading' {
        Get-EngineCall { Get-DockerImage; Get-DockerImage 'no-such-*' -Dangling } | Should -BeNullOrEmpty
    }

    It 'shows a table grouped by host, with short ids' {
        $text = Get-DockerImage $one | Out-String -Width 200
        $text | Should -Match "DockerHost: $LocalHost"
        $text | Should -Match 'Repository +Tag +Id +Created +Size'
        $text | Should -Match "$repository +1 +[0-9a-f]{12} "
        $text | Should -Match ' [\d.,]+ kB'
    }

    It 'completes names of images and of hosts' {
        $null = Get-DockerImage
        $null = Get-DockerImage -DockerHost $SmeHost
        Wait-Until { (TabExpansion2 "Get-DockerImage -Name $repository").CompletionMatches.CompletionText -contains $one } -Seconds 20
        (TabExpansion2 "Get-DockerImage -DockerHost ssh://root@sme9").CompletionMatches.ListItemText | Should -Contain "ssh://$SmeHost"
        TabExpansion2 'Get-DockerImage -DockerHost unix:///nowhere/docker.sock -Name s' | Select-Object -ExpandProperty CompletionMatches |
            Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
    }
}
