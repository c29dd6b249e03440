BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $tree = $Lab.rpm.tree
}

Describe 'Get-RpmPackage' {
    It 'reads files by wildcard, as rpm has them' {
        $found = Get-RpmPackage "$tree/smeextras/perl-Lab-*.rpm"
        $found.Count | Should -Be 8
        $found[0] | Should -BeOfType DockerOps.RpmPackage
        $found[0].ToString() + '.rpm' | Should -Be (Split-Path -Leaf $found[0].Path)
        $found[0].Sha256 | Should -Be (Get-FileHash $found[0].Path).Hash
        $found[0].IsSource | Should -BeFalse
        @($found | Where-Object Signer).Count | Should -Be 0
    }

    It 'reads folders and what is below, and files from the pipeline' {
        $all = Get-RpmPackage $tree
        $all.Count | Should -Be @(Get-ChildItem $tree -Recurse -Filter *.rpm).Count
        (Get-ChildItem $tree -Recurse -Filter *.rpm | Get-RpmPackage).Count | Should -Be $all.Count
    }

    It 'sorts by RPM''s order of versions' {
        $mixed = Get-RpmPackage $tree/smeupdates, $tree/smeos | Where-Object Name -EQ smeserver-release | Sort-Object
        $mixed.FullVersion | Should -Be (@($mixed.FullVersion | Sort-Object))
        [DockerOps.RpmVersion]::Parse('1.9-1') | Should -BeLessThan ([DockerOps.RpmVersion]::Parse('1.10-1'))
        ('1.0', '1.0~rc1', '1.10', '1.9' | ForEach-Object { [DockerOps.RpmVersion]::Parse($_) } | Sort-Object).Version |
            Should -Be '1.0~rc1', '1.0', '1.9', '1.10'
    }

    It 'refuses a damaged file and reads the others' {
        $good = (Get-RpmPackage "$tree/odd/odd-small-*.rpm").Path
        $bytes = [IO.File]::ReadAllBytes($good)
        $bytes[-1] = $bytes[-1] -bxor 1
        [IO.File]::WriteAllBytes("$TestDrive/a[1].rpm", $bytes)
        Copy-Item $good "$TestDrive/b.rpm"
        $read = Get-RpmPackage $TestDrive -ErrorVariable failures -ErrorAction SilentlyContinue
        $read.Name | Should -Be 'odd-small'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        $failures[0].TargetObject | Should -BeLike '*a`[1`].rpm'
        Get-RpmPackage -LiteralPath "$TestDrive/a[1].rpm" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
    }

    It 'says <id> to <what>' -ForEach @(
        @{ what = 'no match'; path = 'TestDrive:/none-*.rpm'; id = 'NotFound' }
        @{ what = 'no file'; path = 'TestDrive:/none.rpm'; id = 'NotFound' }
        @{ what = 'what is no file system'; path = 'Env:/PATH'; id = 'InvalidInput' }
        @{ what = 'no drive'; path = 'nosuch:/x.rpm'; id = 'NotFound' }
        @{ what = 'no provider'; path = 'nosuch::/x.rpm'; id = 'NotFound' }
    ) {
        Get-RpmPackage $path -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
    }

    It 'goes on after a drive that does not exist' {
        Copy-Item "$tree/odd/odd-small-*.rpm" "$TestDrive/good.rpm"
        (Get-RpmPackage nosuch:/x.rpm, "$TestDrive/good.rpm" -ErrorAction SilentlyContinue).Name | Should -Be 'odd-small'
    }

    It 'takes a name with brackets as the shell completes it' {
        Copy-Item "$tree/odd/odd-small-*.rpm" "$TestDrive/c[1].rpm"
        (Get-RpmPackage "$TestDrive/c``[1``].rpm").Name | Should -Be 'odd-small'
        Get-RpmPackage "$TestDrive/c``[2``].rpm" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'has a table' {
        Get-RpmPackage "$tree/odd/odd-small-*.rpm" | Out-String | Should -Match 'Name\s+Version\s+Architecture\s+Size'
    }
}
