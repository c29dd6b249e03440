BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
    . "$PSScriptRoot/Backups.ps1"
    $Name = New-FilledVolume
    $Made = Backup-FilledVolume $Name $TestDrive/all
}

Describe 'Get-DockerBackup' {
    AfterAll { Remove-TestVolume }

    It 'lists the backups of a folder, and the one that a folder is' {
        (Get-DockerBackup "$TestDrive/all").Path | Should -Be $Made.Path
        (Get-DockerBackup $Made.Path).Files.Count | Should -Be $Made.Files.Count
        (Get-Item "$TestDrive/all").FullName | Get-DockerBackup | Should -HaveCount 1
    }

    It 'warns of one that was never finished' {
        $null = New-Item -ItemType Directory "$TestDrive/all/x.partial"
        $found = Get-DockerBackup "$TestDrive/all" -WarningVariable warnings -WarningAction SilentlyContinue
        $found | Should -HaveCount 1
        "$warnings" | Should -Match 'x\.partial'
    }

    It 'tells of a damaged manifest and of no folder' {
        $null = New-Item -ItemType Directory "$TestDrive/bad/one" -Force
        Set-Content "$TestDrive/bad/one/manifest.json" '{}'
        Get-DockerBackup "$TestDrive/bad" -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        Get-DockerBackup "$TestDrive/none" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }
}
