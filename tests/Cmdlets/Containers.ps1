# Dot-sourced after Lab.ps1 by the tests of the container cmdlets.

# The label of everything a test file makes, by which Remove-TestContainer finds it again.
$TestLabel = New-LabName 'org.example.pester'

# A container of the lab's image on the local engine, not started.
function New-TestContainer([string[]] $Command = ('sleep', '600'), [string] $Name = (New-LabName)) {
    New-DockerContainer $SmeImage -Command $Command -Name $Name -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
}

function Get-TestContainer { Get-DockerContainer -Label $TestLabel -DockerHost $LocalHost }

function Remove-TestContainer { Get-TestContainer | Remove-DockerContainer -Force -RemoveVolumes -Confirm:$false }

# The calls among a script's, by what is in them: the engine's log has those of other tests too.
function Get-ContainerCall([string] $Like, [scriptblock] $Script) { @(Get-EngineCall $Script) -match $Like }

# What -WhatIf shows, as the engine's log would write it: without host and body.
function Get-ShownCall([scriptblock] $Script) {
    Get-ShownText $Script | ForEach-Object { ($_ -replace ' on unix:.*$' -split ' ')[0..1] -join ' ' }
}

# Runs a script in another runspace, stops it when the condition holds, and gives the seconds until it has stopped.
function Measure-Stop([scriptblock] $Script, [hashtable] $With, [scriptblock] $When) {
    $shell = [powershell]::Create()
    try {
        # On its own: a pipeline of two statements that is stopped takes the whole process down (PowerShell 7.6).
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', (Join-Path $PSScriptRoot '../../output/DockerOps')).Invoke()
        $shell.Commands.Clear()
        $null = $shell.AddScript($Script).AddParameters($With)
        $running = $shell.BeginInvoke()
        for ($tries = 0; -not (& $When); $tries++) {
            if ($running.IsCompleted -or $tries -gt 300) { throw "It never came to that point. $($shell.Streams.Error)" }
            Start-Sleep -Milliseconds 50
        }

        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds
    }
    finally {
        $shell.Dispose()
    }
}
