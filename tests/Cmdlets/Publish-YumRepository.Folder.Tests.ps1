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
        function Get-Refusal([string] $Folder, [string] $Source = $path) {
            Publish-YumRepository $Source -Destination $Folder -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
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
            $refused = Get-Refusal "$root/x"
            Invoke-OnHost 'cat "$1"/*/*/theirs "$1"/.*/*/theirs 2>/dev/null' $root | Should -Be "theirs`n"
            $refused.FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
            "$refused" | Should -BeLike "'$at' on * is a mount*"
        }
        finally {
            $null = Invoke-OnHost 'umount "$1"/*/*packages "$1"/.*/*packages' $root
        }
    }
}
