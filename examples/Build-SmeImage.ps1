#!/usr/bin/env pwsh
#Requires -Version 7.4
#Requires -Modules DockerOps
<#
.SYNOPSIS
    Makes an image of SME Server 9 on one host, tries it, and has it run and changed on another.
.DESCRIPTION
    The runbook of "Création d'une image SME-9", parts II.4 (the EPEL repository), III (make the image), IV (save it) and V (load it on boot2docker, run it,
    give it a name server, commit a change). With -WhatIf it shows every command and every call of the engines, in order, and
    changes nothing; a value that only the real run tells stands there as VERSION or {id}. The archive stays at -Path, the
    images stay on both hosts; no container stays anywhere. Stops at the first error.
.EXAMPLE
    ./examples/Build-SmeImage.ps1 -On root@sme9-docker:2222 -To docker@boot2docker -WhatIf
.EXAMPLE
    ./examples/Build-SmeImage.ps1 -On root@sme9-docker:2222 -To docker@boot2docker -BaseUrl http://mirror.lan/sme9
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The host that makes the image: root or sudo, yum or dnf, an engine.
    [Parameter(Mandatory)] [string] $On,
    # The host that is to run it.
    [Parameter(Mandatory)] [string] $To,
    [string] $Name = 'sme-9',
    # Core: a plain CentOS. Sme: SME Server as released. Updated: with all updates.
    [ValidateSet('Core', 'Sme', 'Updated')] [string] $Flavor = 'Sme',
    # A mirror with a folder for each repository; without it the lists of mirrors on the internet.
    [string] $BaseUrl,
    # A mirror of EPEL; without it EPEL's own addresses.
    [string] $EpelUrl,
    # The image as a file, here.
    [string] $Path = './copie_sme-9.tar',
    # The name server that containers are given.
    [string] $Dns = '192.168.1.1'
)

$ErrorActionPreference = 'Stop'

function Write-Step([string] $Text) { Write-Host "`n## $Text" -ForegroundColor Cyan }

Write-Step 'The hosts'
Test-DockerHost $On, $To

Write-Step "II.4 EPEL, switched off, among the repositories of $On"
$epel = if ($EpelUrl) { @{ BaseUrl = $EpelUrl } } else { @{} }
Register-YumRepository -Preset Epel -DockerHost $On -Force @epel

Write-Step "III. The image, made on $On"
$mirror = if ($BaseUrl) { @{ BaseUrl = $BaseUrl } } else { @{} }
$image = New-SmeImage $Name -Flavor $Flavor -DockerHost $On @mirror
$image
$image.Report

# What the plan calls the image, as long as there is none.
$reference = if ($image) { $image.Name } else { "${Name}:VERSION" }

Write-Step 'III.5 Inside it'
Invoke-DockerContainer $reference -DockerHost $On -Command id, -un
Invoke-DockerContainer $reference -DockerHost $On -Command cat, /etc/redhat-release

Write-Step "IV. Saved to $Path"
if ($image) {
    $image | Export-DockerImage -Path $Path
    Test-DockerImageArchive $Path
}
else {
    # The cmdlet looks at the image first, and there is none yet.
    Write-Host "What if: GET /images/get?names=$reference on $On > $Path"
}

Write-Step "V. Loaded on $To and run there"
Import-DockerImage $Path -DockerHost $To
Invoke-DockerContainer $reference -DockerHost $To -Command cat, /etc/redhat-release

Write-Step 'V.7 With a name server'
Invoke-DockerContainer $reference -DockerHost $To -Dns $Dns -Command cat, /etc/resolv.conf

Write-Step 'V.9 A change, kept as a new image'
$changed = Invoke-DockerContainer $reference -DockerHost $To -Command mkdir, /temp -Keep
$container = if ($changed) { $changed.Container } else { 'CONTAINER' }
try {
    ConvertTo-DockerImage $container -Tag "${Name}:version-001" -DockerHost $To
}
finally {
    Remove-DockerContainer $container -DockerHost $To
}

Invoke-DockerContainer "${Name}:version-001" -DockerHost $To -Command ls, -ld, /temp
