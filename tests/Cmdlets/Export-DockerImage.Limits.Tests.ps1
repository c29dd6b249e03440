# Exports that run into a limit: of the disk, of somebody's patience, of a connection, of memory.

Describe 'Export-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
        $one = New-LabImage
        $big = New-LabImage -Size 300mb
        $bigOnSme = "$(New-LabName):1"
        # Packing random bytes takes a while: long enough to be stopped in the middle.
        $slow = New-LabImage -Size 150mb -Random
        $null = New-LabImage -Size 150mb -Random -Name $bigOnSme
        $null = Copy-DockerImage $bigOnSme -Destination $SmeHost
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
        Remove-DockerImage $bigOnSme -DockerHost $SmeHost -Force -Confirm:$false
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    Context 'the disk here is full' {
        BeforeAll { $small = $Lab.smallFolder }

        It 'is found before the first byte' {
            $before = Get-EngineLogCount 'GET /v1.41/images/get'
            Export-DockerImage $big -Path "$small/out.tar" -ErrorAction SilentlyContinue -ErrorVariable failure
            Assert-Failure $failure NoSpace ExportDockerImageCommand ResourceUnavailable "$small/out.tar"
            "$($failure[0])" | Should -Match 'needs about'
            Get-EngineLogCount 'GET /v1.41/images/get' | Should -Be $before
            Get-ChildItem $small | Should -BeNullOrEmpty
        }

        It 'is found while a packed archive is written, and the next image goes out' {
            $large = New-LabImage -Size 20mb -Random
            $archives = $large, $one | Export-DockerImage -Path $small -Compress -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'NoSpace,DockerOps.Cmdlets.Images.ExportDockerImageCommand'
            "$($failure[0])" | Should -Match 'The disk is full'
            $archives | Should -HaveCount 1
            Get-ChildItem $small | Should -HaveCount 1
            Remove-Item $archives.Path
        }

        It 'is found while a plain archive is written' {
            # The image fits by its size, the archive with its headers does not.
            $free = [IO.DriveInfo]::new($small).AvailableFreeSpace
            $large = New-LabImage -Size ($free - 12kb)
            (Get-DockerImage $large).Size | Should -BeLessThan $free
            Export-DockerImage $large -Path "$small/out.tar" -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.Count | Should -Be 1
            $failure[0].FullyQualifiedErrorId | Should -Be 'NoSpace,DockerOps.Cmdlets.Images.ExportDockerImageCommand'
            Get-ChildItem $small | Should -BeNullOrEmpty
        }
    }

    Context 'Ctrl+C' {
        It 'stops and leaves nothing: <way>' -ForEach @{ way = 'layer store' }, @{ way = 'engine' }, @{ way = 'over ssh' } {
            $target = @{ 'layer store' = $LocalHost; engine = $Lab.engines.local.tcp; 'over ssh' = $SmeHost }[$way]
            $name = $way -eq 'over ssh' ? $bigOnSme : $slow
            $null = Get-DockerImage -DockerHost $target
            $children = (Get-Child).Id
            $export = Start-Beside "Export-DockerImage '$name' -Path '$file' -DockerHost '$target' -Compress"
            Wait-Until { Test-Path "$file.partial" }
            Stop-Beside $export | Should -BeLessThan 5
            Get-ChildItem $folder | Should -BeNullOrEmpty
            (Get-Child).Id | Should -Be $children
            Get-DockerImage $name -DockerHost $target | Should -Not -BeNullOrEmpty
        }
    }

    It 'says once that the ssh connection broke half-way, and the host can be used again' {
        $null = Get-DockerImage -DockerHost $SmeHost
        $export = Start-Beside "Export-DockerImage '$bigOnSme' -Path '$file' -DockerHost '$SmeHost' -Compress"
        Wait-Until { $export.Shell.Streams.Progress.Where({ $_.PercentComplete -gt 0 }) }
        $ssh = Get-Child | Where-Object { $_.CommandLine -match '-l root .*ControlMaster=yes .*sme9-docker' }
        @($ssh).Count | Should -Be 1
        Stop-Process -Id $ssh.Id -Force
        $export.Shell.EndInvoke($export.Begun) | Should -BeNullOrEmpty
        $failure = $export.Shell.Streams.Error
        Assert-Failure $failure Unreachable ExportDockerImageCommand ConnectionError "ssh://$SmeHost"
        $export.Shell.Dispose()
        Get-ChildItem $folder | Should -BeNullOrEmpty
        (Get-DockerImage $SmeImage -DockerHost $SmeHost).Name | Should -Be $SmeImage
    }

    It 'keeps its memory small whatever the size' {
        # In a process of its own: its peak is cleared after a small export and read after a large one (proc(5), clear_refs).
        $script = @"
            Import-Module '$((Get-Module DockerOps).Path)'
            `$null = Export-DockerImage '$one' -Path '$folder/warm.tar' -DockerHost '$LocalHost'
            [GC]::Collect()
            [IO.File]::WriteAllText('/proc/self/clear_refs', '5')
            `$before = [int64] ((Select-String -Path /proc/self/status -Pattern 'VmRSS:\s+(\d+)').Matches[0].Groups[1].Value)
            `$size = (Export-DockerImage '$big' -Path '$file' -DockerHost '$LocalHost').Size
            `$peak = [int64] ((Select-String -Path /proc/self/status -Pattern 'VmHWM:\s+(\d+)').Matches[0].Groups[1].Value)
            "`$size `$((`$peak - `$before) / 1024)"
"@
        $size, $growth = (pwsh -NoProfile -Command $script) -split ' '
        [long] $size | Should -BeGreaterThan 300mb
        [double] $growth | Should -BeLessThan 64 -Because 'MiB are the limit'
        Write-Verbose "grew by $growth MiB for $size bytes"
    }
}
