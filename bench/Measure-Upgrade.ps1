#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures how long an engine does not answer while Update-DockerEngine upgrades it, beside the document's own sequence: stop,
    download and update, start. Prints a Markdown table.
.DESCRIPTION
    Needs the lab with nodes. Both install the same package from the same repository, which gives 10 MB/s. A program on the host
    itself asks the engine fifty times a second, from before until after.
.PARAMETER Runs
    How often each side runs.
#>
param([int] $Runs = 3)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$lab = Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json
$env:PATH = $lab.ssh.binFolder + [IO.Path]::PathSeparator + $env:PATH
Import-Module (Join-Path $PSScriptRoot '../output/DockerOps')
. "$PSScriptRoot/Compare.ps1"

$node = 'root@node2'
$old, $new = $lab.nodes.versions[0, 1]

# Writes the seconds without an answer into a file when the file that it has made is taken away.
$watch = @'
import os, socket, sys, time
file, down, total = sys.argv[1], None, 0.0

def answers():
    try:
        with socket.socket(socket.AF_UNIX) as s:
            s.settimeout(1)
            s.connect("/var/run/docker.sock")
            s.sendall(b"GET /_ping HTTP/1.0\r\n\r\n")
            return b" 200 " in s.recv(100)
    except OSError: return False

open(file, "w").close()
while os.path.exists(file):
    now = time.time()
    if not answers(): down = down or now
    elif down: total, down = total + now - down, None
    time.sleep(0.02)
with open(file + ".new", "w") as out: print(total, file=out)
os.rename(file + ".new", file + ".seconds")
'@

function Invoke-Node([string] $Script, [string[]] $Word = @()) {
    (Invoke-DockerHostCommand (@('sh', '-c', $Script, 'sh') + $Word) -DockerHost $node -Strict).Output.Trim()
}

function Measure-Downtime([scriptblock] $Upgrade) {
    $file = Invoke-Node 'f=$(mktemp -u); setsid python3 -c "$1" $f </dev/null >/dev/null 2>&1 & until [ -e $f ]; do sleep 0.1; done; echo $f' $watch
    $null = Invoke-Node 'rm -rf /var/cache/dnf/docker-*/packages'
    $null = & $Upgrade
    if ((Test-DockerHost $node).EngineVersion -notlike "$new*") { throw "The engine was not upgraded to $new." }
    $seconds = Invoke-Node 'rm "$1"; until [ -e "$1.seconds" ]; do sleep 0.1; done; cat "$1.seconds"; rm "$1.seconds"' $file
    $null = Invoke-Node 'service docker stop; rpm -U --oldpackage --quiet /srv/engines/rpm/docker-engine-$1-*.rpm; service docker start; until docker version >/dev/null 2>&1; do sleep 0.1; done' $old
    [double] $seconds
}

$ours, $theirs = @(), @()
try {
    # dnf does not slow down what it reads from a folder.
    $null = Invoke-Node 'cp -p /etc/yum.repos.d/docker.repo /root/docker.repo
        setsid python3 -m http.server 8099 --bind 127.0.0.1 --directory /srv/engines/rpm </dev/null >/dev/null 2>&1 & echo $! >/root/docker.repo.server
        sed -i "s,^baseurl=.*,baseurl=http://127.0.0.1:8099/," /etc/yum.repos.d/docker.repo; echo throttle=10M >>/etc/yum.repos.d/docker.repo'
    $null = Invoke-Node 'docker run -d --name bench --stop-signal KILL --restart always "$1" sleep 100000' $lab.images.sme
    foreach ($run in 1..$Runs) {
        $ours += Measure-Downtime { Update-DockerEngine $node -Version $new -WarningAction SilentlyContinue }
        $theirs += Measure-Downtime { Invoke-Node 'service docker stop && dnf -q -y update docker-engine-$1 && service docker start; until docker version >/dev/null 2>&1; do sleep 0.1; done' $new }
        Write-Note ('{0:N2} s and {1:N2} s' -f $ours[-1], $theirs[-1])
    }
}
finally {
    $null = Invoke-Node 'mv -f /root/docker.repo /etc/yum.repos.d/docker.repo; kill "$(cat /root/docker.repo.server)"; rm -f /root/docker.repo.server
        rm -rf /var/cache/dnf/docker-*; docker rm -f bench'
}

$a, $b = (Get-Median $ours), (Get-Median $theirs)
Add-Row 'An engine that is upgraded does not answer for' ('{0:N1} s' -f $a) ('stop, `dnf update`, start: {0:N1} s' -f $b) ('{0:N2}' -f ($a / $b)) '≤ 0.50'
Show-Row
