# Run in a PowerShell of its own: prints the milliseconds Import-Module and then, given a host, the first Get-DockerImage take.
param([string] $Module, [string] $DockerHost)

$ErrorActionPreference = 'Stop'
function Show-Milliseconds([double] $Value) { $Value.ToString([cultureinfo]::InvariantCulture) }

$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module $Module
Show-Milliseconds $watch.Elapsed.TotalMilliseconds
if (-not $DockerHost) { return }

$watch.Restart()
$null = Get-DockerImage -DockerHost $DockerHost
Show-Milliseconds $watch.Elapsed.TotalMilliseconds
