#!/usr/bin/env pwsh
#Requires -Version 7.4
#Requires -Modules DockerOps
<#
.SYNOPSIS
    Takes an image from the host it was made on to another host, runs it there, changes it and keeps the change.
.DESCRIPTION
    The runbook of "SME-9 on boot2docker", parts IV (save the image) and V (load it, run it, give it a name server,
    commit a change). The archive stays at -Path, the image and the changed one stay on -To; no container stays anywhere.
    Stops at the first error.
.EXAMPLE
    ./examples/Move-SmeImage.ps1 -From root@sme9-docker:2222 -To docker@boot2docker
#>
param(
    # The host that has the image.
    [Parameter(Mandatory)] [string] $From,
    # The host that is to run it.
    [Parameter(Mandatory)] [string] $To,
    [string] $Image = 'sme-9:6.5',
    # The image as a file, here.
    [string] $Path = './copie_sme-9.tar',
    # The name server that containers are given.
    [string] $Dns = '192.168.1.1',
    # What the changed image is called.
    [string] $NewImage = 'sme-9:version-001'
)

$ErrorActionPreference = 'Stop'

function Write-Step([string] $Text) { Write-Host "`n## $Text" -ForegroundColor Cyan }

Write-Step 'The two hosts, and the room they have'
Get-DockerHost $From, $To

Write-Step "The image on $From"
Get-DockerImage $Image -DockerHost $From

Write-Step "Saved here, loaded on $To, run there"
$release = Get-DockerImage $Image -DockerHost $From |
    Export-DockerImage -Path $Path |
    Import-DockerImage -DockerHost $To |
    Invoke-DockerContainer -Command cat, /etc/e-smith-release
$release

Write-Step 'The file: every part it names is there and unchanged'
Test-DockerImageArchive $Path

Write-Step "The container's name server, asked for with -Dns"
Invoke-DockerContainer $Image -DockerHost $To -Dns $Dns -Command cat, /etc/resolv.conf

Write-Step 'A change, kept as a new image'
$changed = Invoke-DockerContainer $Image -DockerHost $To -Command mkdir, /temp -Keep
try {
    $changed | ConvertTo-DockerImage -Tag $NewImage -Author 'The SME team' -Message 'Adds /temp'
}
finally {
    Remove-DockerContainer $changed.Container -DockerHost $To
}

Write-Step 'The new image has it'
Invoke-DockerContainer $NewImage -DockerHost $To -Command ls, -ld, /temp
