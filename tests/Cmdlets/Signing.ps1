# Dot-sourced in BeforeAll by tests that sign: a keyring of their own with one key, and packages of the lab.

$SigningKey = 'ops@example.org'
$SigningHome = Join-Path ([IO.Path]::GetTempPath()) (New-LabName gpg)
$UserHome = $env:GNUPGHOME
$null = New-Item -ItemType Directory $SigningHome
chmod 700 $SigningHome
$env:GNUPGHOME = $SigningHome
gpg --batch --quiet --passphrase '' --quick-generate-key "Ops <$SigningKey>" ed25519 sign never 2>$null
$PackageTree = $Lab.rpm.tree

# In AfterAll.
function Remove-SigningHome {
    gpgconf --kill gpg-agent
    $env:GNUPGHOME = $UserHome
    Remove-Item -Recurse -Force $SigningHome
}

# Packages perl-Lab-1 to 8, by their numbers.
function Get-LabPackage([int[]] $Number) {
    $Number | ForEach-Object { Get-RpmPackage "$PackageTree/smeextras/perl-Lab-$_-*.rpm" }
}

# What a script starts of the programs that make a repository, one line each: their own words, after the program's name.
function Get-ToolCall([scriptblock] $Script) {
    $folder = Join-Path ([IO.Path]::GetTempPath()) (New-LabName tools)
    $null = New-Item -ItemType Directory $folder
    foreach ($tool in 'createrepo_c', 'rpmsign', 'gpg') {
        $real = (Get-Command $tool -CommandType Application)[0].Source
        # A line at once: several run at the same time.
        Set-Content "$folder/$tool" "#!/bin/sh`nline=$tool`nfor w; do line=`"`$line `$w`"; done`nprintf '%s\n' `"`$line`" >>$folder/log`nexec $real `"`$@`""
        chmod +x "$folder/$tool"
    }

    $before = $env:PATH
    try {
        $env:PATH = $folder + ':' + $env:PATH
        $null = & $Script
        Get-Content "$folder/log"
    }
    finally {
        $env:PATH = $before
        Remove-Item -Recurse -Force $folder
    }
}

# Stops a script when it has come to a program, which does not end by itself; gives the seconds until it has stopped. The program
# ends with it.
function Measure-ToolStop([string] $Tool, [scriptblock] $Script, [hashtable] $With) {
    . "$PSScriptRoot/Containers.ps1"
    $folder = Join-Path ([IO.Path]::GetTempPath()) (New-LabName tools)
    $null = New-Item -ItemType Directory $folder
    Set-Content "$folder/$Tool" "#!/bin/sh`necho `$`$ >$folder/begun`nexec sleep 600"
    chmod +x "$folder/$Tool"
    $before = $env:PATH
    try {
        $env:PATH = $folder + ':' + $env:PATH
        Measure-Stop $Script -With $With -When { Test-Path "$folder/begun" }
        Wait-Until { -not (Get-Process -Id (Get-Content "$folder/begun") -ErrorAction Ignore) } -Seconds 20
    }
    finally {
        $env:PATH = $before
        Remove-Item -Recurse -Force $folder
    }
}
