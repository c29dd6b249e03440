#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures DockerOps beside what a user would type instead, and prints a Markdown table.
.DESCRIPTION
    Needs the lab with its image of about 850 MB; './build.sh bench' starts it. Both sides of a pair run in turn, the
    side that begins changes from run to run, and dirty pages are written out before each. Medians are compared. DockerOps
    runs as a user has it: the built module in this PowerShell; the other side is the docker CLI, ssh and scp as typed.
.PARAMETER Part
    What to measure: export, import, copy, a file to a host, memory, the start of the module. Each takes one to three minutes.
.PARAMETER Runs
    How often each side of a pair runs.
#>
param(
    [ValidateSet('Export', 'Import', 'Copy', 'File', 'Folder', 'Memory', 'Start')] [string[]] $Part = @('Export', 'Import', 'Copy', 'File', 'Folder', 'Memory', 'Start'),
    [int] $Runs = 5
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$lab = Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json
if (-not $lab.images.bench) { throw 'This lab has no image to measure with: start it with tests/lab/lab.sh up --bench.' }

$image = $lab.images.bench
$local = $lab.engines.local.address
$port = $lab.hosts.'sme9-docker'.port
$remote = "root@sme9-docker:$port"
$folder = New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name "dockerops-bench-$PID"
$archive, $saved = "$folder/archive.tar", "$folder/saved.tar"
$module = Join-Path $PSScriptRoot '../output/DockerOps'
Import-Module $module
. "$PSScriptRoot/Compare.ps1"

$size = [DockerOps.Cmdlets.ByteSize]::Format((Get-DockerImage $image -DockerHost $local).Size)
$load = (Get-Content /proc/loadavg).Split()[0]

function Invoke-Remote([string] $Command) { ssh -p $port root@sme9-docker $Command }

try {
    if ('Export' -in $Part) {
        Compare-Command 'Export to a file, hashed' '`docker save > file`' -Limit 1.05 -Runs $Runs `
            -Before { Remove-Item $archive, $saved -ErrorAction Ignore } `
            -Ours { Export-DockerImage $image $archive -DockerHost $local } `
            -Theirs { sh -c 'docker -H "$0" save "$1" > "$2"' $local $image $saved }
    }

    # Both sides of what follows read the same file, the engine's own.
    Remove-Item $archive -ErrorAction Ignore
    if (Test-Path $saved) { Move-Item $saved $archive } else { docker -H $local save -o $archive $image }

    if ('Import' -in $Part) {
        Compare-Command 'Import' '`docker load`' -Limit 1.0 -Runs $Runs `
            -Before { docker -H $local rmi -f $image } `
            -Ours { Import-DockerImage $archive -DockerHost $local } `
            -Theirs { docker -H $local load -i $archive }
    }

    if ('Copy' -in $Part) {
        Compare-Command 'Copy over SSH' '`docker save \| ssh … docker load`' -Limit 1.0 -Runs $Runs `
            -Before { Invoke-Remote "docker rmi -f $image" } `
            -Ours { Copy-DockerImage $image $remote -DockerHost $local } `
            -Theirs { sh -c 'docker -H "$0" save "$1" | ssh -p "$2" root@sme9-docker docker load' $local $image $port }
    }

    if ('File' -in $Part) {
        Compare-Command 'File to a host, hashed at both ends' '`scp`' -Limit 0.75 -Runs $Runs `
            -Before { Invoke-Remote 'rm -f /root/bench.tar' } `
            -Ours { Copy-DockerHostItem $archive /root/bench.tar -DockerHost $remote } `
            -Theirs { scp -q -P $port $archive root@sme9-docker:/root/bench.tar }
    }

    if ('Folder' -in $Part) {
        $tree = New-Item -ItemType Directory -Path $folder -Name tree
        foreach ($number in 1..1000) { [IO.File]::WriteAllText("$tree/$number.conf", "number = $number`n") }
        Compare-Command 'A folder of 1,000 small files to a host, hashed at both ends' '`scp -r`' -Limit 0.5 -Runs $Runs `
            -Before { Invoke-Remote 'rm -rf /root/bench.tree' } `
            -Ours { Copy-DockerHostItem $tree /root/bench.tree -Recurse -DockerHost $remote } `
            -Theirs { scp -q -r -P $port $tree root@sme9-docker:/root/bench.tree }
    }

    foreach ($work in 'Memory' -in $Part ? @('Export', 'Import', 'Copy') : @()) {
        docker -H $local load -q -i $archive | Out-Null
        $null = Invoke-Remote "docker rmi -f $image 2>/dev/null"
        if ($work -eq 'Import') { $null = docker -H $local rmi -f $image }
        Remove-Item "$folder/memory.tar" -ErrorAction Ignore
        $growth, $null = pwsh -NoProfile -File "$PSScriptRoot/Measure-Memory.ps1" -Module $module -Work $work -Image $image `
            -From $local -To $remote -Archive ($work -eq 'Import' ? $archive : "$folder/memory.tar")
        if ($LASTEXITCODE) { throw "The memory of $work could not be measured." }
        Add-Row "Memory the process grows by at most: $work" ('{0:N0} MiB' -f $growth) '' '' '≤ 64 MiB'
    }

    if ('Start' -in $Part) { Compare-Startup $module "$folder/Bare" $local -Runs (2 * $Runs + 1) }
    Show-Row
    ''
    Show-Circumstance $size $lab.engines.local.version $load
}
finally {
    $null = Invoke-Remote 'rm -rf /root/bench.tar /root/bench.tree'
    if (Test-Path $archive) { docker -H $local load -q -i $archive | Out-Null }
    Remove-Item $folder -Recurse
}
