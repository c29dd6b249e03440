BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Signing.ps1"
}

AfterAll { Remove-SigningHome }

Describe 'Update-YumRepository' {
    BeforeAll {
        $path = "$TestDrive/updocker"
        $made = Get-LabPackage 1, 2 | New-YumRepository updocker $path -SigningKey $SigningKey
    }

    It 'adds packages, signed with the key it has' {
        $updated = Get-LabPackage 3 | Update-YumRepository $path
        $updated.PackageCount | Should -Be 3
        $updated.SigningKey | Should -Be $made.SigningKey
        (Get-RpmPackage "$path/perl-Lab-3-*.rpm").Signer | Should -Be $made.SigningKey
        Test-YumRepository $path -Quiet | Should -BeTrue
    }

    It 'runs what -WhatIf shows' {
        $shown = Get-ShownText { Get-LabPackage 4 | Update-YumRepository $path -Remove perl-Lab-1 -WhatIf }
        @(Get-RpmPackage $path).Count | Should -Be 3
        $calls = Get-ToolCall { Get-LabPackage 4 | Update-YumRepository $path -Remove perl-Lab-1 }
        $plain = ($shown -replace "'") -replace '\S+/(gpg|createrepo_c) ', '$1 ' -replace '__gpg \S+/gpg', '__gpg gpg'
        $calls = $calls -replace '__gpg \S+/gpg', '__gpg gpg' | Where-Object { $_ -notmatch 'list-secret-keys|-sbo' }
        $calls | Should -Be @($plain | Where-Object { $_ -match '^(rpmsign|createrepo_c|gpg) ' })
        $plain -join "`n" | Should -BeLike "*leave out perl-Lab-1-6.5-0.x86_64.rpm*"
        (Get-RpmPackage $path).Name | Should -Be perl-Lab-2, perl-Lab-3, perl-Lab-4
    }

    It 'adds files that come through the pipeline, all at once' {
        $updated = Get-ChildItem "$PackageTree/smeextras/perl-Lab-[67]-*.rpm" | Update-YumRepository $path -ErrorAction Stop
        $updated.PackageCount | Should -Be 5
        (Update-YumRepository $path -Remove perl-Lab-6, perl-Lab-7).PackageCount | Should -Be 3
    }

    It 'takes files and packages without a word before them' {
        $file = (Get-ChildItem "$PackageTree/smeextras/perl-Lab-6-*.rpm").FullName
        (Update-YumRepository $path $file -Remove perl-Lab-4).PackageCount | Should -Be 3
        (Update-YumRepository $path (Get-LabPackage 4) -Remove perl-Lab-6).PackageCount | Should -Be 3
        (New-YumRepository other "$TestDrive/other" $file, "$path" -WarningAction Ignore).PackageCount | Should -Be 4
    }

    It 'ends within a second of Ctrl+C while it <what>, and the repository is as it was' -ForEach @(
        @{ what = 'signs packages'; tool = 'rpmsign' }
        @{ what = 'makes the metadata'; tool = 'createrepo_c' }
        @{ what = 'checks signatures'; tool = 'rpmkeys' }
    ) {
        $before = Get-ChildItem -Recurse -Force $path -File | Get-FileHash
        $seconds = Measure-ToolStop $tool { param($Tree, $Path) Get-RpmPackage "$Tree/smeextras/perl-Lab-5-*.rpm" | Update-YumRepository $Path } -With @{ Tree = $PackageTree; Path = $path }
        $seconds | Should -BeLessThan 3
        (Get-ChildItem -Recurse -Force $path -File | Get-FileHash).Hash | Should -Be $before.Hash
        Get-ChildItem -Force $TestDrive -Filter '.updocker*' | Should -BeNullOrEmpty
    }

    It 'says <id> to <what>' -ForEach @(
        @{ what = 'what is no repository'; id = 'NotFound'; with = @{ Path = 'TestDrive:/' } }
        @{ what = 'a pattern without a match'; id = 'NotFound'; with = @{ Remove = 'none*' } }
        @{ what = 'an address that is none'; id = 'InvalidInput'; with = @{ BaseUrl = 'x' } }
    ) {
        $arguments = @{ Path = $path }
        foreach ($key in $with.Keys) { $arguments[$key] = $with[$key] }
        Update-YumRepository @arguments -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
    }
}
