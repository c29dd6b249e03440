BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Signing.ps1"
}

AfterAll { Remove-SigningHome }

Describe 'New-YumRepository' {
    BeforeEach { $path = "$TestDrive/$(New-LabName)" }

    It 'makes a signed repository that the registration takes' {
        $made = Get-LabPackage 1, 2 | New-YumRepository updocker $path -SigningKey $SigningKey -BaseUrl http://repo.example.org/updocker
        $made | Should -BeOfType DockerOps.YumRepository
        $made.PackageCount | Should -Be 2
        $made.SigningKey | Should -Match '^[0-9A-F]{40}$'
        $made.Definition.GpgKey | Should -Be 'http://repo.example.org/updocker/repodata/repomd.xml.key'
        Get-Content -Raw "$path/updocker.repo" | Should -Be $made.Definition.ToString()
        ($made.Definition.Options | Where-Object Key -EQ repo_gpgcheck).Value | Should -Be 1
        @(Get-RpmPackage $path | Where-Object Signer -EQ $made.SigningKey).Count | Should -Be 2
        $made | Out-String | Should -Match 'updocker\s+2\s+[\d.]+ kB\s+yes\s+http://repo.example.org/updocker'
    }

    It 'runs what -WhatIf shows, packages signed before the metadata' {
        $shown = Get-ShownText { Get-LabPackage 1, 2 | New-YumRepository updocker $path -SigningKey $SigningKey -WhatIf }
        Test-Path $path | Should -BeFalse
        $calls = Get-ToolCall { Get-LabPackage 1, 2 | New-YumRepository updocker $path -SigningKey $SigningKey }
        $plain = ($shown -replace "'") -replace '\S+/(gpg|createrepo_c) ', '$1 '
        $calls = $calls -replace '__gpg \S+/gpg', '__gpg gpg' | Where-Object { $_ -notmatch 'list-secret-keys|-sbo' }
        $tools = $plain -replace '__gpg \S+/gpg', '__gpg gpg' | Where-Object { $_ -match '^(rpmsign|createrepo_c|gpg) ' }
        # Packages are signed by several at once.
        ($calls | Sort-Object) | Should -Be ($tools | Sort-Object)
        ($tools | ForEach-Object { ($_ -split ' ')[0] } | Get-Unique) | Should -Be rpmsign, createrepo_c, gpg
        ($calls | ForEach-Object { ($_ -split ' ')[0] } | Get-Unique) | Should -Be rpmsign, createrepo_c, gpg
    }

    It 'does nothing twice, and replaces nothing unasked' {
        $null = Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey
        $index = Get-FileHash "$path/repodata/repomd.xml"
        $again = Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey
        $again.PackageCount | Should -Be 1
        (Get-FileHash "$path/repodata/repomd.xml").Hash | Should -Be $index.Hash
        Get-LabPackage 2 | New-YumRepository updocker $path -SigningKey $SigningKey -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        (Get-LabPackage 2 | New-YumRepository updocker $path -SigningKey $SigningKey -Force).PackageCount | Should -Be 1
        (Get-RpmPackage $path).Name | Should -Be perl-Lab-2
    }

    It 'does not speak of adding to a folder that is no repository' {
        $null = New-Item -ItemType Directory $path
        Set-Content "$path/notes.txt" 'mine'
        Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        "$($failures[0])" | Should -BeLike "*'$path' exists already and is no repository*removes all*"
        "$($failures[0])" | Should -Not -Match 'Update-YumRepository'
        Get-Content "$path/notes.txt" | Should -Be 'mine'
    }

    It 'makes one repository of the <what> that come through the pipeline' -ForEach @(
        @{ what = 'files'; from = { Get-ChildItem "$PackageTree/smeextras/perl-Lab-[12]-*.rpm" } }
        @{ what = 'full names'; from = { (Get-ChildItem "$PackageTree/smeextras/perl-Lab-[12]-*.rpm").FullName } }
        @{ what = 'folders'; from = { Get-Item "$TestDrive/two" } }
        @{ what = 'files and packages'; from = { Get-ChildItem "$PackageTree/smeextras/perl-Lab-1-*.rpm"; Get-LabPackage 2 } }
    ) {
        $null = New-Item -ItemType Directory -Force "$TestDrive/two"
        Copy-Item "$PackageTree/smeextras/perl-Lab-[12]-*.rpm" "$TestDrive/two"
        $made = & $from | New-YumRepository updocker $path -WarningAction Ignore -ErrorAction Stop
        $made.PackageCount | Should -Be 2
        (Get-RpmPackage $path).Name | Should -Be perl-Lab-1, perl-Lab-2
    }

    It 'takes files by their names, with wildcards' {
        (New-YumRepository updocker $path -PackagePath "$PackageTree/smeextras/perl-Lab-[123]-*.rpm" -WarningAction Ignore).PackageCount | Should -Be 3
    }

    It 'tells each file that is no package, and makes nothing without it' {
        $null = Get-LabPackage 1, 2 | New-YumRepository updocker $path -WarningAction Ignore
        $bad = 1, 2 | ForEach-Object { "$TestDrive/bad-$_.rpm" }
        $bad | ForEach-Object { Set-Content $_ 'no package' }
        $given = @(Get-Item $bad[0]; Get-ChildItem "$PackageTree/smeextras/perl-Lab-1-*.rpm"; Get-Item $bad[1])
        $given | New-YumRepository updocker $path -Force -ErrorVariable failures -ErrorAction SilentlyContinue -WarningVariable warnings -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $failures.TargetObject | Should -Be $bad
        $failures.FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        $warnings | Should -BeLike "*'$path' is left as it is*"
        (Get-RpmPackage $path).Name | Should -Be perl-Lab-1, perl-Lab-2
    }

    It 'warns of one that is not signed' {
        $made = Get-LabPackage 1 | New-YumRepository updocker $path -WarningVariable warnings -WarningAction SilentlyContinue
        $made.SigningKey | Should -BeNullOrEmpty
        $warnings | Should -BeLike "*'updocker' will not be signed*-SigningKey*"
    }

    It 'learns what an offline site would lack' {
        $null = Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey -BaseRepository "$PackageTree/smeextras" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0] | Should -BeLike '*perl-Lab-1-6.5-0.x86_64 needs coreutils*'
        Test-Path $path | Should -BeFalse
        (Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey -BaseRepository "$PackageTree/base").PackageCount | Should -Be 1
    }

    It 'runs createrepo_c in a container where this machine has none, as -WhatIf shows' {
        . "$PSScriptRoot/Rpms.ps1"
        $image = Get-LabBuilder
        # All programs but that one.
        $programs = Join-Path $TestDrive (New-LabName)
        $null = New-Item -ItemType Directory $programs
        foreach ($tool in 'sh', 'gpg', 'gpgv', 'rpmsign', 'rpmkeys', 'rpm', 'dnf', 'env', 'cp', 'ln', 'rm', 'mkdir', 'python3', 'gpg-agent', 'gpgconf', 'chmod') {
            if ($found = Get-Command $tool -CommandType Application -ErrorAction Ignore) { $null = New-Item -ItemType SymbolicLink "$programs/$tool" -Value $found[0].Source }
        }
        $before, $env:DOCKER_HOST = $env:PATH, $LocalHost
        try {
            $env:PATH = $programs
            Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unsupported,*'
            "$($failures[0])" | Should -BeLike '*createrepo_c*-BuilderImage*'
            $shown = Get-ShownText { Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey -BuilderImage $image -WhatIf }
            $calls = Get-EngineCall { $script:made = Get-LabPackage 1 | New-YumRepository updocker $path -SigningKey $SigningKey -BuilderImage $image }
        }
        finally {
            $env:PATH, $env:DOCKER_HOST = $before, $null
        }

        $made.PackageCount | Should -Be 1
        Test-YumRepository $path -Quiet | Should -BeTrue
        $plain = @($calls) -match '^(POST|PUT|DELETE) /containers/' -replace '/containers/[0-9a-f]{64}', '/containers/{id}'
        @($plain) | Should -Be @($shown -cmatch '^(POST|PUT|DELETE) ' | ForEach-Object { ($_ -split ' ')[0..1] -join ' ' })
    }

    It 'ends within a second of Ctrl+C, and leaves nothing' {
        $seconds = Measure-ToolStop createrepo_c { param($Tree, $Path, $Key) Get-RpmPackage "$Tree/smeextras/perl-Lab-1-*.rpm" | New-YumRepository updocker $Path -SigningKey $Key } `
            -With @{ Tree = $PackageTree; Path = $path; Key = $SigningKey }
        $seconds | Should -BeLessThan 3
        Get-ChildItem -Force (Split-Path $path) -Filter "*$(Split-Path -Leaf $path)*" | Should -BeNullOrEmpty
    }

    It 'says <id> to <what>' -ForEach @(
        @{ what = 'a name that is none'; id = 'InvalidInput'; with = @{ Name = 'no name' } }
        @{ what = 'a key that is not there'; id = 'NotFound'; with = @{ Name = 'x'; SigningKey = 'nobody@example.org' } }
        @{ what = 'a folder that is not there'; id = 'NotFound'; with = @{ Name = 'x'; Path = 'TestDrive:/none/x' } }
    ) {
        $arguments = @{ Path = $path }
        foreach ($key in $with.Keys) { $arguments[$key] = $with[$key] }
        Get-LabPackage 1 | New-YumRepository @arguments -ErrorVariable failures -ErrorAction SilentlyContinue -WarningAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
        Test-Path $path | Should -BeFalse
    }

    It 'offers the keys there are' {
        $line = "New-YumRepository x y -SigningKey op"
        [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null).CompletionMatches.ListItemText | Should -Contain $SigningKey
    }
}
