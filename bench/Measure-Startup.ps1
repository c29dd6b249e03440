# Run in a PowerShell of its own: prints the milliseconds Import-Module and then the first Get-DockerImage take.
param([string] $Module, [string] $DockerHost)

$ErrorActionPreference = 'Stop'
$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
$import = $watch.Elapsed.TotalMilliseconds
$watch.Restart()
$null = Get-DockerImage -DockerHost $DockerHost
$first = $watch.Elapsed.TotalMilliseconds
$import, $first | ForEach-Object { $_.ToString([cultureinfo]::InvariantCulture) }
