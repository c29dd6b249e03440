#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures New-SmeImage beside the script of the document, on the same packages and host, and prints a Markdown table.
.DESCRIPTION
    Needs the lab. Both sides run in turn over the same connection, from the lab's web server; medians are compared. The bytes
    are those that all processes of the host gave the disk to write (/proc/PID/io, write_bytes), the engine's included, whether or not
    they were deleted again soon after; what is written to memory does not count.
.PARAMETER Runs
    How often each side runs.
#>
param([int] $Runs = 5)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$lab = Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json
$remote = "root@sme9-docker:$($lab.hosts.'sme9-docker'.port)"
$env:PATH = $lab.ssh.binFolder + [IO.Path]::PathSeparator + $env:PATH
Import-Module (Join-Path $PSScriptRoot '../output/DockerOps')
. "$PSScriptRoot/Compare.ps1"

function Invoke-Remote([string] $Command) { Invoke-DockerHostCommand sh, -c, $Command -DockerHost $remote -Strict }

# %.0f: mawk's %d ends at 2^31 - 1.
function Get-Written {
    [long](Invoke-Remote 'sync; for p in /proc/[0-9]*/io; do cat $p 2>/dev/null; done | awk ''/^write_bytes/ { n += $2 } END { printf "%.0f", n }''').ToString()
}

$bytes = @{ Ours = @(); Theirs = @() }
$size = @{}
$clean = { Invoke-Remote 'docker rm -f $(docker ps -aq --filter ancestor=bench-theirs:6.5) 2>/dev/null; docker rmi -f bench-ours:6.5 bench-theirs:6.5 2>/dev/null; exit 0' }
$ours = {
    $before = Get-Written
    $size.Ours = (New-SmeImage bench-ours -BaseUrl $lab.rpm.url -DockerHost $remote).Size
    $bytes.Ours += (Get-Written) - $before
}
$theirs = {
    $before = Get-Written
    # The lab's /tmp is in memory; that of the document's server is not.
    $null = Invoke-Remote 'TMPDIR=/var/tmp /root/docker_images /root/repo_file bench-theirs'
    $bytes.Theirs += (Get-Written) - $before
    $size.Theirs = (Get-DockerImage bench-theirs:6.5 -DockerHost $remote).Size
}

try {
    $null = Copy-DockerHostItem "$PSScriptRoot/docker_images" /root/docker_images -DockerHost $remote -Force
    $repositories = [DockerOps.YumRepositoryPresets]::Sme('Sme', $lab.rpm.url)
    $file = New-TemporaryFile
    Set-Content $file "[main]`nplugins=0`nreposdir=/dev/null`n`n$([DockerOps.YumConfiguration]::Of($repositories, $null))"
    $null = Copy-DockerHostItem $file /root/repo_file -DockerHost $remote -Force
    Remove-Item $file
    $null = Invoke-Remote 'chmod +x /root/docker_images'

    Compare-Command 'An image of SME Server from packages' "the document's script" -Limit 1.0 -Runs $Runs -Before $clean -Ours $ours -Theirs $theirs
    $a, $b = (Get-Median $bytes.Ours), (Get-Median $bytes.Theirs)
    $format = { [DockerOps.Cmdlets.ByteSize]::Format([long]$args[0]) }
    Add-Row 'Bytes given to the disk on the way' (& $format $a) (& $format $b) ('{0:N2}' -f ($a / $b)) '≤ 0.60'
    Add-Row 'Size of the image' (& $format $size.Ours) (& $format $size.Theirs) ('{0:N3}' -f ($size.Ours / $size.Theirs)) '≤ 1'
    Show-Row
}
finally {
    $null = & $clean
    $null = Invoke-Remote 'rm -f /root/docker_images /root/repo_file'
}
