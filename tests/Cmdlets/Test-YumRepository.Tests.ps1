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

    # As on Debian, whose package dnf5 has no program dnf.
    It 'asks a dnf that is called dnf5' {
        $folder, $before = "$TestDrive/only-dnf5", $env:PATH
        $null = New-Item -ItemType Directory $folder
        cp -s /usr/bin/* $folder 2>$null
        Remove-Item $folder/dnf*
        $null = New-Item -ItemType SymbolicLink "$folder/dnf5" -Target (Get-Command dnf).Source
        try {
            $env:PATH = $folder
            $audit = $made | Test-YumRepository -BaseRepository "$PackageTree/base"
            $again = Get-LabPackage 1 | New-YumRepository again "$TestDrive/again" -SigningKey $SigningKey -BaseRepository "$PackageTree/base"
        }
        finally { $env:PATH = $before }
        $audit.ClientAsked | Should -BeTrue
        $audit.DependenciesChecked | Should -BeTrue
        $audit.IsValid | Should -BeTrue
        $again.PackageCount | Should -Be 1
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

    It 'names the program that is missing to unpack the metadata' {
        $packed = "$TestDrive/packed"
        $null = New-Item -ItemType Directory $packed
        createrepo_c --quiet --general-compress-type xz $packed
        (Test-YumRepository $packed).PackageCount | Should -Be 0
        $before = $env:PATH
        try {
            $env:PATH = "$TestDrive"
            Test-YumRepository $packed -ErrorVariable failures -ErrorAction SilentlyContinue
        }
        finally { $env:PATH = $before }
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unsupported,*'
        $failures[0].Exception.Message | Should -Match 'program xz is not on this machine'
    }

    It 'says NotFound to what is no repository' {
        Test-YumRepository TestDrive:/ -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }
}
