BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Signing.ps1"
}

AfterAll { Remove-SigningHome }

Describe 'Test-YumRepository' {
    BeforeAll {
        $path = "$TestDrive/updocker"
        $made = Get-LabPackage 1, 2 | New-YumRepository updocker $path -SigningKey $SigningKey
    }

    It 'takes a good one, with the key it brings' {
        $audit = $made | Test-YumRepository -BaseRepository "$PackageTree/base"
        $audit | Should -BeOfType DockerOps.RepositoryAudit
        $audit.IsValid | Should -BeTrue
        $audit.SigningKey | Should -Be $made.SigningKey
        $audit.ClientAsked | Should -BeTrue
        $audit.DependenciesChecked | Should -BeTrue
        $audit.BytesHashed | Should -Be $made.Size
        $audit | Out-String | Should -Match 'updocker\s+yes\s+2'
    }

    It 'finds a package that was changed' {
        $file = (Get-RpmPackage "$path/perl-Lab-1-*.rpm").Path
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[-1] = $bytes[-1] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        $finding = (Test-YumRepository $path).Findings
        $finding.Kind | Should -Be DamagedPackage
        $finding.Subject | Should -Be (Split-Path -Leaf $file)
        $finding | Out-String | Should -Match 'Repository: .*updocker'
        Test-YumRepository $path -Quiet | Should -BeFalse
    }

    It 'says NotFound to what is no repository' {
        Test-YumRepository TestDrive:/ -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }
}
