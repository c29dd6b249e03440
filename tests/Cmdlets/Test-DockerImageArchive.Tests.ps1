BeforeAll {
    Import-Module "$PSScriptRoot/../../output/DockerOps"
    . "$PSScriptRoot/Archives.ps1"
}

Describe 'Test-DockerImageArchive' {
    BeforeAll {
        $good = New-TestArchive "$TestDrive/good.tar"
        $changed = New-TestArchive "$TestDrive/changed.tar" -Damage
        $cut = "$TestDrive/cut.tar"
        $bytes = [IO.File]::ReadAllBytes($good.FullName)
        [IO.File]::WriteAllBytes($cut, $bytes[0..($bytes.Length / 2)])
    }

    It 'calls a good archive valid and gives the hash of the file' {
        $audit = Test-DockerImageArchive $good.FullName
        $audit | Should -BeOfType DockerOps.ArchiveAudit
        $audit.IsValid | Should -BeTrue
        $audit.Findings | Should -BeNullOrEmpty
        $audit.BytesHashed | Should -Be $good.Length
        $audit.Sha256 | Should -Be (Get-FileHash $good.FullName).Hash
    }

    It 'finds a changed layer, which a look at the list does not' {
        Get-DockerImageArchive $changed.FullName | Should -Not -BeNullOrEmpty
        $audit = Test-DockerImageArchive $changed.FullName
        $audit.IsValid | Should -BeFalse
        $audit.Findings.Kind | Should -Be 'DigestMismatch'
        $audit.Findings.Member | Should -Be 'layer/layer.tar'
    }

    It 'finds a cut archive' {
        (Test-DockerImageArchive $cut).Findings.Kind | Should -Contain 'Truncated'
    }

    It 'gives only the answer with -Quiet, one for each archive' {
        Get-Item $good.FullName, $changed.FullName, $cut | Test-DockerImageArchive -Quiet | Should -Be $true, $false, $false
    }

    It 'reports a file that is not there as an error, and goes on' {
        $answers = "$TestDrive/nothing.tar", $good.FullName | Test-DockerImageArchive -Quiet -ErrorVariable failures -ErrorAction SilentlyContinue
        $answers | Should -Be $true
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'shows a table of audits and one of findings' {
        $audit = Test-DockerImageArchive $changed.FullName
        $audit | Format-Table | Out-String -Width 200 | Should -Match 'False +Docker +1 +1'
        $audit.Findings | Format-Table | Out-String -Width 200 | Should -Match 'Error +DigestMismatch +The layer'
    }
}
