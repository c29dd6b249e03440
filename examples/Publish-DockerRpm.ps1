#!/usr/bin/env pwsh
#Requires -Version 7.4
#Requires -Modules DockerOps
<#
.SYNOPSIS
    Makes Docker's packages from its sources, a signed repository of them on a web server, and installs from it on a host.
.DESCRIPTION
    The runbook of the document on making docker's RPMs: the sources at a tag, the builder image, the manual pages, the packages out of the container,
    the repository (signed, which the document's is not), the web server, the .repo file, makecache and install. With -WhatIf it
    shows the build file, every command and every call of the engines, and changes nothing; what needs the packages is shown as
    far as it is known before there are any. Run again, it does only what has changed; with another version, it adds that one.
    Nothing gets its name or is sent that does not pass what Test-YumRepository looks at. Stops at the first error.
.EXAMPLE
    ./examples/Publish-DockerRpm.ps1 -Source https://github.com/moby/moby.git -Version 1.12.1 -BuildOn root@builder -To root@repo -BaseUrl http://repo/updocker -Node root@node1 -SigningKey ops@example.org -WhatIf
.EXAMPLE
    ./examples/Publish-DockerRpm.ps1 -Source ./docker -Version 1.12.1 -BuildOn local -To root@repo -BaseUrl http://repo/updocker -Node root@node1, root@node2 -SigningKey ops@example.org
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # Docker's sources: a folder, or the address of a git repository.
    [Parameter(Mandatory)] [string] $Source,
    [Parameter(Mandatory)] [string] $Version,
    [string] $Distribution = 'centos-7',
    # The host whose engine builds.
    [Parameter(Mandatory)] [string] $BuildOn,
    # The host with the web server, and the address of the repository there.
    [Parameter(Mandatory)] [string] $To,
    [Parameter(Mandatory)] [string] $BaseUrl,
    # The hosts that install.
    [Parameter(Mandatory)] [string[]] $Node,
    # The key that signs packages and metadata, in this user's keyring.
    [Parameter(Mandatory)] [string] $SigningKey,
    [string] $Name = 'updocker',
    # The repository as a folder, here, and the packages beside it.
    [string] $Path = "./$Name",
    # What the hosts install.
    [string] $Package = 'docker-engine',
    # Repositories that the hosts have besides: everything the packages need has to be in one of them.
    [string[]] $BaseRepository = @(),
    # Mirrors of runc and containerd; without them GitHub.
    [hashtable] $Mirror = @{}
)

$ErrorActionPreference = 'Stop'

function Write-Step([string] $Text) { Write-Host "`n## $Text" -ForegroundColor Cyan }

Write-Step 'The hosts'
Test-DockerHost (@($BuildOn, $To) + $Node | Select-Object -Unique)

Write-Step "1 to 4. The packages of Docker $Version for $Distribution, built on $BuildOn"
$packages = Build-DockerRpm $Source $Version $Distribution -Destination "$Path.packages" -DockerHost $BuildOn @Mirror
$packages

if (-not $packages) {
    # Without packages there is no repository to look at.
    Write-Host "What if: New-YumRepository or Update-YumRepository $Path -SigningKey $SigningKey, published at $BaseUrl on $To"
    foreach ($server in $Node) { Write-Host "What if: Register-YumRepository $Name, then yum -y install $Package on $server" }
    return
}

Write-Step "5. The repository $Name"
$signed = @{ Path = $Path; SigningKey = $SigningKey; BaseRepository = $BaseRepository }
# Earlier versions stay in it, for hosts that have to go back.
$repository = if (Test-Path -LiteralPath "$Path/repodata/repomd.xml") { $packages | Update-YumRepository @signed } else { $packages | New-YumRepository -Name $Name @signed }
$repository

Write-Step "5. On the web server of $To"
$published = $repository | Publish-YumRepository -DockerHost $To -BaseUrl $BaseUrl
$published

foreach ($server in $Node) {
    Write-Step "5. $server installs from it"
    $published | Register-YumRepository -DockerHost $server -Force
    Invoke-DockerHostCommand yum, -y, install, $Package -DockerHost $server -Strict
}
