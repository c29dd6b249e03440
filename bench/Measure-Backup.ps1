#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures Backup-DockerHost beside tar of the same volumes on the same host, and prints a Markdown table.
.DESCRIPTION
    Needs the lab. Both read the same volumes and write to the same disk, in turn; medians are compared. Ours hashes, reads the
    tars again and writes a manifest besides. Over SSH, ours is compared with tar whose output comes over ssh to a file here.
.PARAMETER Runs
    How often each side runs.
.PARAMETER Megabytes
    How much data the volumes hold.
#>
param([int] $Runs = 5, [int] $Megabytes = 1000)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$lab = Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json
$local = $lab.engines.local.address
$remote = "root@sme9-docker:$($lab.hosts.'sme9-docker'.port)"
$env:PATH = $lab.ssh.binFolder + [IO.Path]::PathSeparator + $env:PATH
Import-Module (Join-Path $PSScriptRoot '../output/DockerOps')
. "$PSScriptRoot/Compare.ps1"

# Half of it one large file, half of it many small ones.
$fill = 'cd "$1" && head -c "$2" /dev/urandom >large && mkdir small && i=0 && while [ $i -lt 500 ]; do head -c "$3" /dev/urandom >small/$i; i=$((i+1)); done'
$folder = (New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "bench-$([guid]::NewGuid().ToString('N'))")).FullName
$name = 'bench-volume'
try {
    foreach ($at in $local, $remote) {
        $place = (New-DockerVolume $name -DockerHost $at).Mountpoint
        $half = [long]($Megabytes * 500000)
        $null = Invoke-DockerHostCommand sh, -c, $fill, sh, $place, "$half", "$([long]($half / 500))" -DockerHost $at -Strict
        $clean = { Remove-Item "$folder/*" -Recurse -Force }
        $ours = { Backup-DockerHost $at -Path $folder -Include Volumes -Volume $name }
        $theirs = $at -eq $local ? { tar -C $place -cf "$folder/tar" . } : { sh -c 'ssh -p "$1" root@sme9-docker tar -C "$2" -cf - . >"$3"' sh $lab.hosts.'sme9-docker'.port $place "$folder/tar" }
        $way = $at -eq $local ? 'here' : 'over SSH'
        Compare-Command "Backup of a volume of $Megabytes MB, $way" 'tar' -Limit 1.11 -Runs $Runs -Before $clean -Ours $ours -Theirs $theirs
    }

    Show-Row
}
finally {
    foreach ($at in $local, $remote) { Get-DockerVolume $name -DockerHost $at -ErrorAction Ignore | Remove-DockerVolume -Confirm:$false }
    Remove-Item $folder -Recurse -Force
}
