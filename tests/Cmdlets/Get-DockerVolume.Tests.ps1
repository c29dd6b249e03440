BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
}

Describe 'Get-DockerVolume' {
    AfterAll { Remove-TestVolume }

    It 'gives volumes with driver, labels, options and the containers that use them' {
        $name = New-LabName
        docker -H $LocalHost volume create --label "$TestLabel=" --opt type=tmpfs --opt device=tmpfs $name
        $container = New-DockerContainer $SmeImage -Volume "${name}:/data" -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
        $volume = Get-DockerVolume $name -DockerHost $LocalHost
        $volume | Should -BeOfType DockerOps.Volume
        $volume.Driver | Should -Be 'local'
        $volume.DockerHost | Should -Be $LocalHost
        $volume.Labels.Keys | Should -Be $TestLabel
        $volume.Options['type'] | Should -Be 'tmpfs'
        $volume.Containers | Should -Be $container.Name
        $volume.Created | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddMinutes(-10))
        $volume.Mountpoint | Should -BeLike "*/$name/_data"
        $volume.IsAnonymous | Should -BeFalse
    }

    It 'filters by label, name and use' {
        $names = 1..2 | ForEach-Object { New-TestVolume }
        (Get-DockerVolume -Label $TestLabel -DockerHost $LocalHost).Name | Should -Contain $names[1]
        (Get-DockerVolume "$($names[0].Substring(0, 12))*" -DockerHost $LocalHost).Name | Should -Be $names[0]
        (Get-DockerVolume -Label $TestLabel -Dangling -DockerHost $LocalHost).Name | Should -Contain $names[0]
        Get-DockerVolume $names[0] -Dangling:$false -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        Get-DockerVolume 'no-such-*' -DockerHost $LocalHost | Should -BeNullOrEmpty
    }

    It 'gives all volumes of a host from the pipeline, and none for a name that is nothing' {
        $name = New-LabName
        docker -H $LocalHost volume create --label "$TestLabel=" $name
        (Get-DockerHost $LocalHost | Get-DockerVolume).Name | Should -Contain $name
        { Get-DockerVolume $null -DockerHost $LocalHost } | Should -Throw '*Leave it out*'
    }

    It 'measures them on demand' {
        $name = New-TestVolume
        docker -H $LocalHost run --rm -v "${name}:/v" $SmeImage dd if=/dev/zero of=/v/file bs=1000 count=20 2>$null
        (Get-DockerVolume $name -DockerHost $LocalHost).Size | Should -BeNullOrEmpty
        (Get-DockerVolume $name -Size -DockerHost $LocalHost).Size | Should -Be 20000
        Get-DockerVolume $name -Size -DockerHost $LocalHost | Out-String | Should -Match '20 kB'
    }

    It 'completes names' {
        $name = New-TestVolume
        $line = "Get-DockerVolume -DockerHost $LocalHost -Name $($name.Substring(0, 14))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $name
    }
}
