BeforeAll {
    Import-Module "$PSScriptRoot/../../output/DockerOps"
    . "$PSScriptRoot/Archives.ps1"
}

Describe 'Get-DockerImageArchive' {
    BeforeAll {
        $first = New-TestArchive "$TestDrive/first.tar"
        $second = New-TestArchive "$TestDrive/second[1].tar" -Name 'sme-9:6.6'
        $broken = New-TestArchive "$TestDrive/broken.tar" -Without 'layer/layer.tar'
    }

    It 'lists what an archive holds' {
        $archive = Get-DockerImageArchive $first.FullName
        $archive | Should -BeOfType DockerOps.ImageArchive
        $archive.Name | Should -Be 'sme-9:6.5'
        $archive.Format | Should -Be 'Docker'
        $archive.Size | Should -Be $first.Length
        $archive.Images.Count | Should -Be 1
        $archive.Images[0].Architecture | Should -Be 'amd64'
        $archive.Images[0].LayerSizes | Should -Be @('the layer of sme-9:6.5'.Length)
        $archive.Images.References -contains 'sme-9:6.5' | Should -BeTrue
    }

    It 'takes relative paths and wildcards, and a name that exists literally' {
        Push-Location $TestDrive
        try {
            (Get-DockerImageArchive ./first.tar).Path | Should -Be $first.FullName
            (Get-DockerImageArchive './[fs]*.tar').Name | Sort-Object | Should -Be 'sme-9:6.5', 'sme-9:6.6'
            (Get-DockerImageArchive 'second[1].tar').Name | Should -Be 'sme-9:6.6'
        }
        finally {
            Pop-Location
        }
    }

    It 'goes on after a broken archive' {
        $names = Get-ChildItem "$TestDrive/*.tar" | Get-DockerImageArchive -ErrorVariable failures -ErrorAction SilentlyContinue
        $names.Name | Sort-Object | Should -Be 'sme-9:6.5', 'sme-9:6.6'
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        $failures[0].CategoryInfo.Category | Should -Be 'InvalidData'
        $failures[0].TargetObject | Should -Be $broken.FullName
        $failures[0].Exception.Message | Should -BeLike '*layer/layer.tar*'
    }

    It 'says what is wrong with <_>' -ForEach 'nothing.tar', 'no*.such' {
        Get-DockerImageArchive "$TestDrive/$_" -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be "$TestDrive/$_"
    }

    It 'shows a table' {
        $table = Get-DockerImageArchive $first.FullName | Format-Table | Out-String -Width 200
        $table | Should -Match 'Name +Images +Format +Size'
        $table | Should -Match 'sme-9:6.5 +1 +Docker'
        (Get-DockerImageArchive $first.FullName).Images | Format-Table | Out-String | Should -Match 'linux/amd64'
    }
}
