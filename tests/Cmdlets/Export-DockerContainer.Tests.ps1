BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $here = @{ DockerHost = $LocalHost }
    $box = New-TestContainer
    $other = New-TestContainer
}

AfterAll { Remove-TestContainer }

Describe 'Export-DockerContainer' {
    BeforeEach {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive (New-LabName))).FullName
        Push-Location $folder
    }

    AfterEach { Pop-Location }

    It 'writes a whole tar and says what it is' {
        $archive = Export-DockerContainer $box.Name -Path ./box.tar @here
        $archive | Should -BeOfType DockerOps.ContainerArchive
        $archive.Path | Should -Be (Join-Path $folder box.tar)
        $archive.Sha256 | Should -Be (Get-FileHash box.tar).Hash
        $archive.Size | Should -Be (Get-Item box.tar).Length
        $archive.Members | Should -Be @(tar -tf box.tar).Count
        Get-ChildItem | Should -HaveCount 1
    }

    It 'writes one file per container into a folder' {
        ($box, $other | Export-DockerContainer -Path ./ -Compress).Path | Should -Be (Join-Path $folder "$($box.Name).tar.gz"), (Join-Path $folder "$($other.Name).tar.gz")
        gzip -t "$($box.Name).tar.gz"
        $LASTEXITCODE | Should -Be 0
    }

    It 'never writes two containers into one file' {
        $box, $other | Export-DockerContainer -Path ./one.tar -Force -ErrorVariable failures -ErrorAction SilentlyContinue | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        $failures[0].TargetObject | Should -Be $other.Name
    }

    It 'does with -WhatIf nothing, and without it what -WhatIf shows' {
        $target = Join-Path $folder box.tar
        Get-ShownText { $box | Export-DockerContainer -Path ./box.tar -WhatIf } |
            Should -Be "GET /containers/$($box.Name)/export on $LocalHost > $target.partial", "rename $target.partial to $target"
        Get-ChildItem | Should -BeNullOrEmpty
        Get-ContainerCall $box.Name { $box | Export-DockerContainer -Path ./box.tar } | Should -BeNullOrEmpty
        $target | Should -Exist
    }

    It 'replaces a file only with -Force, and goes on after what is not there' {
        'mine' | Set-Content "$($box.Name).tar"
        $archives = $box.Name, 'no-such', $other.Name | Export-DockerContainer -Path ./ @here -ErrorVariable failures -ErrorAction SilentlyContinue
        $archives.Container | Should -Be $other.Name
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be Conflict, NotFound
        $failures.TargetObject | Should -Be (Join-Path $folder "$($box.Name).tar"), 'no-such'
        Get-Content "$($box.Name).tar" | Should -Be mine
        ($box | Export-DockerContainer -Path ./ -Force).Size | Should -BeGreaterThan 1000
    }

    It 'reports a folder and a host that are not there' {
        $failures = @(
            $box | Export-DockerContainer -Path ./no-such/box.tar 2>&1
            Export-DockerContainer $box.Name -Path ./box.tar -DockerHost "unix://$folder/no.sock" 2>&1
        )
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be NotFound, Unreachable
    }

    It 'is stopped by Ctrl+C at once and leaves nothing' {
        $full = New-TestContainer
        $null = $full | Start-DockerContainer
        $null = $full | Invoke-DockerCommand -Command sh, -c, 'head -c 1000000000 /dev/zero > /tmp/large'
        Measure-Stop {
            param($Container, $Path, $DockerHost)
            Export-DockerContainer $Container -Path $Path -DockerHost $DockerHost
        } -With ($here + @{ Container = $full.Name; Path = (Join-Path $folder full.tar) }) -When { Test-Path (Join-Path $folder full.tar.partial) } |
            Should -BeLessThan 5
        Get-ChildItem | Should -BeNullOrEmpty
    }

    It 'completes containers' {
        $line = "Export-DockerContainer -DockerHost $LocalHost -Name $($box.Name.Substring(0, 10))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $box.Name
    }
}
