#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures copies of images beside what a user would type instead, and prints a Markdown table.
.DESCRIPTION
    Needs the lab with its image of about 850 MB (tests/lab/lab.sh up --bench). All sides of a comparison run in turn, medians are
    compared. skopeo is among them where it is installed.
.PARAMETER Part
    What to measure: full copies, a delta, the same where this user is not root on the source, copies of 1, 10 and 100 layers, and
    copies of 0.1, 1 and 4 GB. Each takes one to four minutes.
.PARAMETER Runs
    How often each side of a comparison runs.
.PARAMETER Small
    Measures with the image of 2 MB, to see that the script works.
#>
param(
    [ValidateSet('Full', 'Delta', 'NotRoot', 'Layers', 'Sizes')] [string[]] $Part = @('Full', 'Delta', 'NotRoot', 'Layers', 'Sizes'),
    [int] $Runs = 3,
    [switch] $Small
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$lab = Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json
$image = $Small ? $lab.images.sme : $lab.images.bench
if (-not $image) { throw 'This lab has no image to measure with: start it with tests/lab/lab.sh up --bench.' }

$local = $lab.engines.local.address
$port = $lab.hosts.'sme9-docker'.port
$remote = "root@sme9-docker:$port"
$plain = "docker@sme9-docker:$port"
$env:PATH = $lab.ssh.binFolder + [IO.Path]::PathSeparator + $env:PATH
$folder = New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name "dockerops-bench-$PID"
$module = Join-Path $PSScriptRoot '../output/DockerOps'
Import-Module $module
. "$PSScriptRoot/Compare.ps1"

function Invoke-Remote([string] $Command) { ssh -p $port root@sme9-docker $Command }

# The image with more layers of random bytes on top, built here.
function New-LayeredImage([string] $Name, [int] $Layers, [string] $Size) {
    $context = New-Item -ItemType Directory -Path $folder -Name context -Force
    foreach ($number in 1..$Layers) {
        if (-not (Test-Path "$context/$Size-$number")) { head -c $Size /dev/urandom > "$context/$Size-$number" }
    }
    @("FROM $image") + (1..$Layers | ForEach-Object { "COPY $Size-$_ /" }) | Set-Content "$context/Dockerfile"
    $null = Build-DockerImage $context -Tag $Name -DockerHost $local
}

# An image of one layer.
function New-LargeImage([string] $Name, [long] $Size) {
    sh -c 'cd "$1" && head -c "$2" /dev/urandom >data && tar -cf - data | docker -H "$0" import - "$3" && rm data' $local $folder $Size $Name | Out-Null
}

$top = 'bench-top:1'
$size = [DockerOps.Cmdlets.ByteSize]::Format((Get-DockerImage $image -DockerHost $local).Size)
$load = (Get-Content /proc/loadavg).Split()[0]
$forget = { Invoke-Remote "docker rmi -f $image $top 2>/dev/null; rm -f /root/bench.tar; true" }
$forgetHere = { docker -H $local rmi -f $image $top 2>$null }
$made = [Collections.Generic.List[string]]::new()
$tunnel = $null
try {
    $null = Get-DockerImage -DockerHost $remote
    $null = Get-DockerImage -DockerHost $plain

    if ('Full' -in $Part) {
        $rivals = [ordered] @{
            '`docker save \| ssh docker load`' = { sh -c 'docker -H "$0" save "$1" | ssh -p "$2" root@sme9-docker docker load' $local $image $port }
            '`docker save > file; scp; docker load`' = {
                sh -c 'docker -H "$0" save "$1" >"$2" && scp -q -P "$3" "$2" root@sme9-docker:/root/bench.tar && ssh -p "$3" root@sme9-docker "docker load -qi /root/bench.tar"' $local $image "$folder/saved.tar" $port
            }
        }
        if (Get-Command skopeo -ErrorAction Ignore) {
            # It opens no ssh connections itself: the other engine's socket is forwarded.
            $tunnel = Start-Process ssh -PassThru -ArgumentList '-nNT', '-p', $port, '-L', "$folder/engine.sock:/var/run/docker.sock", 'root@sme9-docker'
            while (-not (Test-Path "$folder/engine.sock")) { Start-Sleep -Milliseconds 50 }
            $rivals['`skopeo copy`, socket forwarded by ssh'] = {
                skopeo --insecure-policy copy --src-daemon-host $local --dest-daemon-host "unix://$folder/engine.sock" "docker-daemon:$image" "docker-daemon:$image"
            }
        }

        Compare-Several 'Full copy, root on the source' -Limits 0.75, 1, 1 -Runs $Runs -Before $forget `
            -Ours { Copy-DockerImage $image $remote -DockerHost $local } -Theirs $rivals
    }

    if ('Delta' -in $Part) {
        New-LayeredImage $top 1 2MB
        $made.Add($top)
        $null = & $forget
        $null = Copy-DockerImage $image $remote -DockerHost $local
        $script:sent = 0
        Compare-Command 'One layer of 2 MB on a base that is there' '`docker save \| ssh docker load`' -Limit 0.05 -Runs $Runs -Before { Invoke-Remote "docker rmi -f $top 2>/dev/null; true" } `
            -Ours { $script:sent = (Copy-DockerImage $top $remote -DockerHost $local).BytesSent } `
            -Theirs { sh -c 'docker -H "$0" save "$1" | ssh -p "$2" root@sme9-docker docker load' $local $top $port }
        $whole = (Get-DockerImage $top -DockerHost $local).Size
        Add-Row 'Bytes of it' ('{0:N0}' -f $script:sent) ('{0:N0}' -f $whole) ('{0:N4}' -f ($script:sent / $whole)) '≤ 0.01'
        $null = Copy-DockerImage $top $remote -DockerHost $local
        $nothing = foreach ($run in 1..(2 * $Runs + 1)) { Measure-Seconds {} { Copy-DockerImage $top $remote -DockerHost $local } }
        Add-Row 'Nothing to send' ('{0:N2} s' -f (Get-Median $nothing)) '' '' '≤ 0.5 s'
    }

    if ('NotRoot' -in $Part) {
        New-LayeredImage $top 1 2MB
        $made.Add($top)
        $null = Copy-DockerImage $image, $top $remote -DockerHost $local
        $back = { sh -c 'ssh -p "$2" docker@sme9-docker docker save "$1" | docker -H "$0" load' $local $args[0] $port }
        Compare-Command 'One layer of 2 MB, not root on the source' '`ssh docker save \| docker load`' -Limit 0.65 -Runs $Runs -Before { docker -H $local rmi -f $top 2>$null } `
            -Ours { Copy-DockerImage $top $local -DockerHost $plain } -Theirs { & $back $top }
        Compare-Command 'Full copy, not root on the source' '`ssh docker save \| docker load`' -Limit 0.9 -Runs $Runs -Before $forgetHere `
            -Ours { Copy-DockerImage $image $local -DockerHost $plain } -Theirs { & $back $image }
    }

    if ('Layers' -in $Part) {
        $null = Copy-DockerImage $image $remote -DockerHost $local
        foreach ($count in 1, 10, 100) {
            $name = "bench-deep:$count"
            New-LayeredImage $name $count 100kB
            $made.Add($name)
            $seconds = foreach ($run in 1..$Runs) { Measure-Seconds { Invoke-Remote "docker rmi -f $name 2>/dev/null; true" } { Copy-DockerImage $name $remote -DockerHost $local } }
            Invoke-Remote "docker rmi -f $name" | Out-Null
            Add-Row "$count missing layers of 100 kB" ('{0:N2} s' -f (Get-Median $seconds)) '' '' ''
        }
    }

    if ('Sizes' -in $Part) {
        foreach ($bytes in $Small ? @(1mb, 10mb) : @(100mb, 1gb, 4gb)) {
            $name = "bench-size:$($bytes / 1mb)"
            $made.Add($name)
            New-LargeImage $name $bytes
            sync
            $growth, $seconds = pwsh -NoProfile -File "$PSScriptRoot/Measure-Memory.ps1" -Module $module -Work Copy -Image $name -From $local -To $remote
            if ($LASTEXITCODE) { throw "The copy of $name could not be measured." }
            Invoke-Remote "docker rmi -f $name" | Out-Null
            docker -H $local rmi $name | Out-Null
            Add-Row ('A missing layer of {0}' -f [DockerOps.Cmdlets.ByteSize]::Format($bytes)) ('{0:N2} s, {1:N0} MiB more memory' -f [double]$seconds, [double]$growth) '' '' '≤ 64 MiB'
        }
    }

    Show-Row
    ''
    Show-Circumstance $size $lab.engines.local.version $load
}
finally {
    if ($tunnel) { Stop-Process -Id $tunnel.Id -ErrorAction Ignore }
    if (-not (docker -H $local images -q $image)) { $null = Copy-DockerImage $image $local -DockerHost $remote }
    foreach ($name in $made) {
        $null = docker -H $local rmi -f $name 2>$null
        $null = Invoke-Remote "docker rmi -f $name 2>/dev/null"
    }
    $null = & $forget
    if ($Small) { $null = Copy-DockerImage $image $remote -DockerHost $local }
    Remove-Item $folder -Recurse
}
