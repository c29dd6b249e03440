#!/usr/bin/env pwsh
#Requires -Version 7.4
#Requires -Modules DockerOps
<#
.SYNOPSIS
    Upgrades the engines of hosts: look, back up, upgrade, check; and goes back by itself where that fails.
.DESCRIPTION
    The runbook of "How to upgrade Docker 1.6 on Fedora / CentOS". What the document does by hand is one cmdlet here: the stop,
    the update or the static program in place of one, the start, and the update of device-mapper where the engine ends
    with a relocation error. With -WhatIf every command is shown and nothing is changed. Stops at the first error.
.EXAMPLE
    ./examples/Update-Engine.ps1 -On root@node1, root@node2 -Version 26.1 -WhatIf
.EXAMPLE
    ./examples/Update-Engine.ps1 -On root@node1, root@node2 -Version 26.1 -BackupPath ./backup
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The hosts.
    [Parameter(Mandatory)] [string[]] $On,
    # The version: 26.1 is the newest 26.1.x that the hosts' repositories have.
    [Parameter(Mandatory)] [string] $Version,
    # A folder here for a backup of each host, made before its engine is touched. Without it none is made.
    [string] $BackupPath,
    # An archive of static programs, where the repositories have nothing newer ("No packages marked for update").
    [string] $Archive
)

$ErrorActionPreference = 'Stop'

function Write-Step([string] $Text) { Write-Host "`n## $Text" -ForegroundColor Cyan }

$source = if ($Archive) { @{ Source = 'Path'; Path = $Archive } } else { @{} }

Write-Step 'What runs now (docker -v)'
foreach ($name in $On) { Get-DockerEngine -DockerHost $name }

Write-Step 'What the upgrade would meet'
$plans = Get-DockerUpgradePlan $On -Version $Version @source
$plans
$plans.Findings

if ($BackupPath) {
    foreach ($name in $On) {
        Write-Step "A backup of $name"
        Backup-DockerHost -DockerHost $name -Path $BackupPath
    }
}

Write-Step 'Stop, update, start; and back again where that fails'
Update-DockerEngine $On -Version $Version @source

if (-not $WhatIfPreference) {
    Write-Step 'Checks: the version, the images, a container that says Hello World'
    foreach ($name in $On) {
        Get-DockerEngine -DockerHost $name
        Get-DockerImage -DockerHost $name
        Test-DockerEngine -DockerHost $name
    }
}
