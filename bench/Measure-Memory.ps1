# Run in a PowerShell of its own: prints by how many MiB its resident memory grows at most while an image moves, and the seconds.
param([string] $Module, [string] $Work, [string] $Image, [string] $From, [string] $To, [string] $Archive)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# proc(5): VmRSS is what is resident now, VmHWM the most that was since 5 was written to clear_refs.
function Get-Resident([string] $Which) {
    [int]((Get-Content /proc/self/status | Select-String "^$Which\:\s*(\d+) kB").Matches.Groups[1].Value) / 1024
}

Import-Module $Module
# The connections are open and the code is compiled before the start: growth is what moving the image takes.
$null = Get-DockerImage -DockerHost $From
$null = Get-DockerImage -DockerHost $To
$before = Get-Resident VmRSS
[IO.File]::WriteAllText('/proc/self/clear_refs', '5')
$watch = [Diagnostics.Stopwatch]::StartNew()
switch ($Work) {
    Export { $null = Export-DockerImage $Image $Archive -DockerHost $From }
    Import { $null = Import-DockerImage $Archive -DockerHost $From }
    Copy { $null = Copy-DockerImage $Image $To -DockerHost $From }
}
$seconds = $watch.Elapsed.TotalSeconds

[Math]::Ceiling((Get-Resident VmHWM) - $before)
$seconds
