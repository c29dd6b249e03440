BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Signing.ps1"
    function Invoke-OnHost([string] $Script, [string] $Argument) { (Invoke-DockerHostCommand sh, -c, $Script, sh, $Argument -DockerHost $SmeHost).Output }
}

AfterAll { Remove-SigningHome }

Describe 'Publish-YumRepository into a folder that holds something' {
    BeforeAll {
        $path = "$TestDrive/updocker"
        $null = Get-LabPackage 1, 2 | New-YumRepository updocker $path -SigningKey $SigningKey
        $root = "/srv/$(New-LabName)"
        # The error of a publication.
        function Get-Refusal([string] $Folder, [string] $Source = $path, [switch] $Force) {
            Publish-YumRepository $Source -Destination $Folder -DockerHost $SmeHost -Force:$Force -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0]
        }
    }

    BeforeEach { $null = Invoke-OnHost 'mkdir "$1"' $root }
    AfterEach { $null = Invoke-OnHost 'rm -rf --one-file-system "$1"' $root }

    It 'leaves a mount in <folder> alone, and names it' -ForEach @(
        @{ folder = 'x' }
        @{ folder = '.x.next' }
    ) {
        $at = "$root/$folder/the packages"
        $null = Invoke-OnHost 'mkdir -p "$1"; mount -t tmpfs share "$1" && echo theirs >"$1/theirs"' $at
        try {
            $refused = Get-Refusal "$root/x" -Force
            Invoke-OnHost 'cat "$1"/*/*/theirs "$1"/.*/*/theirs 2>/dev/null' $root | Should -Be "theirs`n"
            $refused.FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
            "$refused" | Should -BeLike "'$at' on * is a mount*"
        }
        finally {
            $null = Invoke-OnHost 'umount "$1"/*/*packages "$1"/.*/*packages' $root
        }
    }

    It 'tells a user who may not write there' {
        Publish-YumRepository $path -Destination "$root/a/x" -DockerHost 'docker@sme9-docker:2222' -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
        "$($failures[0])" | Should -BeLike "*cannot write to '$root' on *"
    }

    It 'removes what is no repository with -Force only' {
        $null = Invoke-OnHost 'mkdir -p "$1/x/data"; echo theirs >"$1/x/data/theirs"' $root
        $refused = Get-Refusal "$root/x"
        $refused.FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        "$refused" | Should -BeLike "*'data/theirs'*-Force*"
        Invoke-OnHost 'cat "$1/x/data/theirs"' $root | Should -Be "theirs`n"
        (Publish-YumRepository $path -Destination "$root/x" -DockerHost $SmeHost -Force).HostPath | Should -Be "$root/x"
        Invoke-OnHost 'find "$1/x" -type f' $root | Should -Not -Match 'theirs'
        # What was published is the repository's own from then on.
        $null = Invoke-OnHost 'echo old >"$1/x/old.rpm"' $root
        $null = Publish-YumRepository $path -Destination "$root/x" -DockerHost $SmeHost
        Invoke-OnHost 'ls -A "$1/x"' $root | Should -Not -Match 'old'
    }

    It 'never removes <what>' -ForEach @(
        @{ what = 'another repository below it'; make = 'mkdir -p "$1/x/other/repodata"; echo theirs >"$1/x/other/repodata/repomd.xml"'; look = 'cat "$1/x/other/repodata/repomd.xml"' }
        @{ what = 'a file of its name'; make = 'echo theirs >"$1/x"'; look = 'cat "$1/x"' }
    ) {
        $null = Invoke-OnHost $make $root
        (Get-Refusal "$root/x" -Force).FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        Invoke-OnHost $look $root | Should -Be "theirs`n"
    }

    It 'keeps a link, and exchanges what it leads to' {
        $null = Invoke-OnHost 'mkdir -p "$1/disk/x"; ln -s disk/x "$1/x"' $root
        $published = Publish-YumRepository $path -Destination "$root/x" -DockerHost $SmeHost
        $published.HostPath | Should -Be "$root/x"
        $published.BaseUrl | Should -Be "file://$root/x"
        Invoke-OnHost 'cd "$1" && readlink x && ls -A . disk && ls disk/x' $root | Should -BeLike "disk/x`n.:`ndisk`nx`n`ndisk:`nx`nperl-Lab-1-*perl-Lab-2-*"
        Get-ShownText { Publish-YumRepository $path -Destination "$root/x" -DockerHost $SmeHost -WhatIf } | Should -Not -Match '^(send|put) '
    }

    It 'follows no link to <what>' -ForEach @(
        @{ what = 'the root'; link = '/'; id = 'InvalidInput' }
        @{ what = 'itself'; link = 'x'; id = 'CommandFailed' }
    ) {
        $null = Invoke-OnHost "ln -s $link `"`$1/x`"" $root
        (Get-Refusal "$root/x" -Force).FullyQualifiedErrorId | Should -BeLike "$id,*"
    }

    It 'does not replace a good repository by one with <what>' -ForEach @(
        @{ what = 'a package missing'; break = { Remove-Item $args[0] }; says = "*'perl-Lab-1-*' is in the metadata*not there*" }
        @{ what = 'a package cut off'; break = { Set-Content $args[0] 'x' }; says = "*'perl-Lab-1-*' has 2 bytes*" }
        @{ what = 'a link for a package'; break = { Move-Item $args[0] "$TestDrive/aside.rpm" -Force; $null = New-Item -ItemType SymbolicLink $args[0] -Value "$TestDrive/aside.rpm" }; says = '*link*' }
        @{ what = 'a package more'; break = { Copy-Item $args[0] "$(Split-Path $args[0])/more.rpm" }; says = "*'more.rpm'*not in its metadata*" }
        @{ what = 'damaged metadata'; break = { Get-ChildItem "$(Split-Path $args[0])/repodata/*-filelists.xml.gz" | ForEach-Object { Set-Content $_ 'x' } }; says = '*metadata*damaged*' }
        @{ what = 'a link for metadata'; break = { $folder = Split-Path $args[0]; Move-Item "$folder/repodata" "$folder/aside"; $null = New-Item -ItemType SymbolicLink "$folder/repodata" -Value aside }; says = "*'repodata/*link*" }
    ) {
        $null = Publish-YumRepository $path -Destination "$root/x" -DockerHost $SmeHost
        $before = Invoke-OnHost 'cd "$1/x" && find . -type f -exec sha256sum {} +' $root
        $copy = "$TestDrive/$(New-LabName)"
        Copy-Item -Recurse $path $copy
        $null = & $break (Get-Item "$copy/perl-Lab-1-*.rpm").FullName
        $refused = Get-Refusal "$root/x" -Source $copy
        Invoke-OnHost 'cd "$1/x" && find . -type f -exec sha256sum {} +' $root | Should -Be $before
        $refused.FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        "$refused" | Should -BeLike $says
    }
}
