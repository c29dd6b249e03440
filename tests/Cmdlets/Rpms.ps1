# Dot-sourced after Lab.ps1 by the tests that build packages.

# The lab's image to build in, made when it is asked for first.
function Get-LabBuilder {
    $env:LAB_JSON, $env:LAB_NAME, $env:LAB_LOCAL_SOCKET = $env:DOCKEROPS_LAB, $Lab.name, $Lab.engines.local.socket
    & "$PSScriptRoot/../lab/builder/provide"
    if ($LASTEXITCODE) { throw 'The builder image could not be made.' }
    'rpm-builder:lab'
}

# A folder with SPECS and SOURCES of a small package; gives the spec file.
function New-SpecFile([string] $Folder, [string] $Name, [string] $Build = 'true') {
    $null = New-Item -ItemType Directory -Path "$Folder/SPECS", "$Folder/SOURCES"
    Set-Content "$Folder/SOURCES/hello.txt" "hello from $Name"
    Set-Content "$Folder/SPECS/$Name.spec" @"
Name: $Name
Version: 1.0
Release: 1
Summary: A greeting
License: none
BuildArch: noarch
Source: hello.txt
%description
Says hello.
%build
$Build
%install
install -D -m 644 %_sourcedir/hello.txt %buildroot/usr/share/$Name/hello.txt
%files
/usr/share/$Name
"@
    "$Folder/SPECS/$Name.spec"
}

# Git repositories with the shape of Docker's sources; gives their folder.
function New-DockerSource([string] $Folder) {
    & "$PSScriptRoot/../lab/docker/make" $Folder
    if ($LASTEXITCODE) { throw 'The sources could not be made.' }
    $Folder
}

# The calls of package builds among a script's. Each build has an id of its own, shown here as ID.
function Get-RpmCall([scriptblock] $Script) {
    @(Get-EngineCall $Script) -match 'dockerops-|builder-rpm|manpage' -replace '(dockerops-[a-z]+(-|:|%3A))[0-9a-f]{12}', '$1ID'
}

# The same from what -WhatIf has shown.
function Get-ShownRpmCall([string[]] $Shown) {
    # Without the host behind the call, whose address has such a name too.
    @(@($Shown) -match '^(POST|PUT|DELETE) ' | ForEach-Object { ($_ -split ' ')[0..1] -join ' ' }) -match 'dockerops-|builder-rpm|manpage' `
        -replace '(dockerops-[a-z]+(-|:|%3A))[0-9a-f]{12}', '$1ID'
}

# Images and containers of package builds that are there and were not when this file was read.
function Get-RpmLeftover {
    @(
        docker -H $LocalHost images -q --filter label=org.dockerops.rpm
        docker -H $LocalHost ps -aq --filter label=org.dockerops.rpm
        docker -H $LocalHost ps -aq --filter name=dockerops-rpm --filter name=dockerops-man
    ) | Where-Object { $_ -notin $RpmLeftoverBefore }
}

$RpmLeftoverBefore = @()
$RpmLeftoverBefore = @(Get-RpmLeftover)
