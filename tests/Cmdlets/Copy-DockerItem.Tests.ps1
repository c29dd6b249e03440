BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $here = @{ DockerHost = $LocalHost }
}

Describe 'Copy-DockerItem' {
    BeforeEach {
        $box = New-TestContainer
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive (New-LabName))).FullName
        Push-Location $folder
        $null = New-Item -ItemType Directory conf, conf/sub
        'a' | Set-Content conf/a.conf
        'b' | Set-Content conf/b.conf
        'deep' | Set-Content conf/sub/deep
    }

    AfterEach {
        Pop-Location
        Remove-TestContainer
    }

    It 'copies a folder into a container and back' {
        $into = Copy-DockerItem ./conf -Container $box.Name -Destination /tmp/ @here
        $into | Should -BeOfType DockerOps.CopiedItem
        $into.ContainerPath, $into.Files, $into.FromContainer | Should -Be '/tmp/conf', 3, $false
        $back = $box | Copy-DockerItem /tmp/conf -FromContainer -Destination ./back
        $back.Path, $back.Files, $back.Size | Should -Be (Join-Path $folder back), 3, $into.Size
        Get-Content back/sub/deep | Should -Be deep
    }

    It 'copies all where the folder for temporary files is told in an odd way' {
        $null = Copy-DockerItem ./conf -Container $box.Name -Destination /tmp/ @here
        $env:TMPDIR, $before = '/tmp//', $env:TMPDIR
        try { ($box | Copy-DockerItem /tmp/conf -FromContainer -Destination ./back).Files | Should -Be 3 }
        finally { $env:TMPDIR = $before }
    }

    It 'takes wildcards, files from the pipeline, and the content of a folder' {
        (Copy-DockerItem ./conf/*.conf -Container $box.Name -Destination /tmp @here).ContainerPath | Should -Be /tmp/a.conf, /tmp/b.conf
        (Get-ChildItem conf -File | Copy-DockerItem -Container $box.Name -Destination /tmp -Force @here).Files | Should -Be 1, 1
        (Copy-DockerItem ./conf/. -Container $box.Name -Destination /var @here).ContainerPath | Should -Be /var
        $archive = Get-DockerImageArchive $Lab.images.smeArchive | Copy-DockerItem -Container $box.Name -Destination /tmp @here
        $archive.ContainerPath | Should -Be "/tmp/$(Split-Path -Leaf $Lab.images.smeArchive)"
        (Copy-DockerItem /var/sub/deep -FromContainer -Container $box.Name -Destination ./ @here).Path | Should -Be (Join-Path $folder deep)
    }

    It 'does with -WhatIf nothing, and without it what -WhatIf shows' {
        $arguments = @{ Path = './conf'; Container = $box.Name; Destination = '/tmp/' } + $here
        $shown = Get-ShownCall { Copy-DockerItem @arguments -WhatIf }
        Get-ContainerCall $box.Name { Copy-DockerItem @arguments -WhatIf } | Should -BeNullOrEmpty
        Get-ContainerCall $box.Name { Copy-DockerItem @arguments } | Should -Be $shown

        $shown = Get-ShownText { $box | Copy-DockerItem /tmp/conf -FromContainer -Destination ./back -WhatIf }
        $target = Join-Path $folder back
        $shown | Should -Be "GET /containers/$($box.Id)/archive?path=%2Ftmp%2Fconf%2F. on $LocalHost > $target.partial", "rename $target.partial to $target"
        $target | Should -Not -Exist
    }

    It 'replaces what exists only with -Force' {
        $null = Copy-DockerItem ./conf/a.conf -Container $box.Name -Destination /tmp/x @here
        Copy-DockerItem ./conf/b.conf -Container $box.Name -Destination /tmp/x @here -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].TargetObject | Should -Be /tmp/x
        $null = Copy-DockerItem ./conf/b.conf -Container $box.Name -Destination /tmp/x -Force @here
        $box | Copy-DockerItem /tmp/x -FromContainer -Destination ./conf/a.conf -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        Get-Content conf/a.conf | Should -Be a
        $null = $box | Copy-DockerItem /tmp/x -FromContainer -Destination ./conf/a.conf -Force
        Get-Content conf/a.conf | Should -Be b
    }

    It 'reports <id> for <what>, and goes on' -ForEach @(
        @{ What = 'a file that is not there'; Id = 'NotFound'; With = @{ Path = './no-such', './conf/a.conf'; Destination = '/tmp/' } }
        @{ What = 'a path that is not in the container'; Id = 'NotFound'; With = @{ Path = '/no-such', '/etc/passwd'; Destination = './'; FromContainer = $true } }
        @{ What = 'a pipe'; Id = 'InvalidInput'; With = @{ Path = './pipe', './conf/a.conf'; Destination = '/tmp/' } }
    ) {
        mkfifo pipe
        $items = Copy-DockerItem @With -Container $box.Name @here -ErrorVariable failures -ErrorAction SilentlyContinue
        $items | Should -HaveCount 1
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$Id,*"
        "$($failures[0].TargetObject)" | Should -Match ($With.Path[0] -replace '^\./')
    }

    It 'reports a container, a host and folders that are not there' {
        $failures = @(
            Copy-DockerItem ./conf -Container no-such -Destination /tmp @here 2>&1
            Copy-DockerItem ./conf -Container $box.Name -Destination /tmp -DockerHost "unix://$folder/no.sock" 2>&1
            Copy-DockerItem ./conf/a.conf -Container $box.Name -Destination /no-such/ @here 2>&1
            Copy-DockerItem /etc/passwd -FromContainer -Container $box.Name -Destination ./no-such/ @here 2>&1
        )
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be NotFound, Unreachable, NotFound, NotFound
        $failures[0].TargetObject | Should -Be no-such
        $failures[2].TargetObject | Should -Be /no-such/
    }

    It 'leaves out what leads out of the folder, with a warning' {
        $null = New-Item -ItemType SymbolicLink conf/out -Target /etc
        $null = Copy-DockerItem ./conf -Container $box.Name -Destination /tmp/ @here
        $item = $box | Copy-DockerItem /tmp/conf -FromContainer -Destination ./back -WarningVariable warnings -WarningAction SilentlyContinue
        $item.LeftOut | Should -HaveCount 1
        "$warnings" | Should -Match "'out' is a link that leads out"
        'back/out' | Should -Not -Exist
    }

    It 'is stopped by Ctrl+C at once and leaves no part of a file' {
        $null = $box | Start-DockerContainer
        $null = $box | Invoke-DockerCommand -Command sh, -c, 'head -c 1000000000 /dev/zero > /tmp/large'
        $target = Join-Path $folder large
        Measure-Stop {
            param($Container, $Target, $DockerHost)
            Copy-DockerItem /tmp/large -FromContainer -Container $Container -Destination $Target -DockerHost $DockerHost
        } -With ($here + @{ Container = $box.Name; Target = $target }) -When { Test-Path "$target.partial" } | Should -BeLessThan 5
        Get-ChildItem $folder -Filter large* | Should -BeNullOrEmpty
    }

    It 'completes containers' {
        $line = "Copy-DockerItem x /tmp -DockerHost $LocalHost -Container $($box.Name.Substring(0, 10))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $box.Name
    }
}
