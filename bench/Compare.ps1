# Dot-sourced by Measure-DockerOps.ps1: runs two sides in turn, keeps a row for each comparison, prints the table.

$rows = [Collections.Generic.List[object]]::new()

# To standard error, so that standard output is the table alone.
function Write-Note([string] $Text) { [Console]::Error.WriteLine("bench: $Text") }

function Get-Median([double[]] $Values) {
    $sorted = @($Values | Sort-Object)
    $middle = [Math]::DivRem($sorted.Count, 2)
    $middle.Item2 ? $sorted[$middle.Item1] : ($sorted[$middle.Item1 - 1] + $sorted[$middle.Item1]) / 2
}

function Add-Row([string] $What, [string] $Ours, [string] $Theirs, [string] $Ratio, [string] $Limit) {
    $rows.Add(@($What, $Ours, $Theirs, $Ratio, $Limit))
    Write-Note "$What`: $Ours; $Theirs; $Ratio; aim $Limit"
}

# Seconds a command takes. Dirty pages of what ran before are written out first, and do not count.
function Measure-Seconds([scriptblock] $Before, [scriptblock] $Command) {
    $null = & $Before 2>&1
    sync
    $global:LASTEXITCODE = 0
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $null = & $Command
    $seconds = $watch.Elapsed.TotalSeconds
    if ($LASTEXITCODE) { throw "exit code $LASTEXITCODE of: $Command" }
    $seconds
}

function Compare-Command([string] $What, [string] $Against, [double] $Limit, [int] $Runs, [scriptblock] $Before, [scriptblock] $Ours, [scriptblock] $Theirs) {
    $mine, $other = @(), @()
    foreach ($run in 1..$Runs) {
        if ($run % 2) { $mine += Measure-Seconds $Before $Ours }
        $other += Measure-Seconds $Before $Theirs
        if (-not ($run % 2)) { $mine += Measure-Seconds $Before $Ours }
        Write-Note ('{0}: {1:N2} s and {2:N2} s' -f $What, $mine[-1], $other[-1])
    }

    $a, $b = (Get-Median $mine), (Get-Median $other)
    Add-Row $What ('{0:N2} s' -f $a) ('{0}: {1:N2} s' -f $Against, $b) ('{0:N2}' -f ($a / $b)) ('≤ {0:N2}' -f $Limit)
}

# Several others, one after the other in each round; a row for each.
function Compare-Several([string] $What, [double[]] $Limits, [int] $Runs, [scriptblock] $Before, [scriptblock] $Ours, [Collections.IDictionary] $Theirs) {
    $times = [ordered] @{ '' = @() }
    foreach ($name in $Theirs.Keys) { $times[$name] = @() }
    $sides = @($times.Keys)
    foreach ($run in 1..$Runs) {
        # Who begins changes from round to round.
        if ($run -gt 1) { $sides = @($sides[1..($sides.Count - 1)]) + $sides[0] }
        foreach ($side in $sides) { $times[$side] += Measure-Seconds $Before ($side ? $Theirs[$side] : $Ours) }
        Write-Note ('{0}: {1}' -f $What, ((@($times.Keys) | ForEach-Object { '{0:N2} s' -f $times[$_][-1] }) -join ', '))
    }

    $mine = Get-Median $times['']
    foreach ($name in $Theirs.Keys) {
        $other = Get-Median $times[$name]
        Add-Row $What ('{0:N2} s' -f $mine) ('{0}: {1:N2} s' -f $name, $other) ('{0:N2}' -f ($mine / $other)) ('≤ {0:N2}' -f $Limits[@($Theirs.Keys).IndexOf($name)])
    }
}

# The least an import can take: a module of one cmdlet and one view, which PowerShell has to load the same way.
function New-BareModule([string] $Path) {
    $null = New-Item -ItemType Directory -Path $Path
    Add-Type -OutputAssembly "$Path/Bare.dll" -TypeDefinition @'
        using System.Management.Automation;
        [Cmdlet(VerbsCommon.Get, "Bare")] public sealed class GetBareCommand : PSCmdlet { }
'@
    Set-Content "$Path/Bare.Format.ps1xml" @'
        <Configuration><ViewDefinitions><View><Name>Bare</Name><ViewSelectedBy><TypeName>Bare</TypeName></ViewSelectedBy>
        <TableControl><TableRowEntries><TableRowEntry><TableColumnItems><TableColumnItem><PropertyName>Name</PropertyName></TableColumnItem>
        </TableColumnItems></TableRowEntry></TableRowEntries></TableControl></View></ViewDefinitions></Configuration>
'@
    New-ModuleManifest "$Path/Bare.psd1" -RootModule Bare.dll -CmdletsToExport Get-Bare -FunctionsToExport @() -AliasesToExport @() `
        -VariablesToExport @() -FormatsToProcess Bare.Format.ps1xml
}

# Each run is a PowerShell of its own, which takes the time itself.
function Compare-Startup([string] $Module, [string] $Bare, [string] $DockerHost, [int] $Runs) {
    New-BareModule $Bare
    $import, $first, $least, $cli = @(), @(), @(), @()
    foreach ($run in 1..$Runs) {
        $times = pwsh -NoProfile -File "$PSScriptRoot/Measure-Startup.ps1" -Module $Module -DockerHost $DockerHost
        if ($LASTEXITCODE) { throw 'The module could not be measured in a new session.' }
        $import += [double]$times[0]
        $first += [double]$times[1]
        $least += [double](pwsh -NoProfile -File "$PSScriptRoot/Measure-Startup.ps1" -Module $Bare)
        $cli += 1000 * (Measure-Seconds {} { docker -H $DockerHost images })
    }

    $mine, $floor = (Get-Median $import), (Get-Median $least)
    Add-Row '`Import-Module` in a new session' ('{0:N0} ms' -f $mine) ('a module of one cmdlet and one view: {0:N0} ms' -f $floor) `
        ('{0:N2}' -f ($mine / $floor)) '≤ 40 ms'
    Add-Row 'The first `Get-DockerImage` after it' ('{0:N0} ms' -f (Get-Median $first)) `
        ('`docker images`: {0:N0} ms' -f (Get-Median $cli)) '' '≤ 100 ms'
}

function Show-Row {
    '| What | DockerOps | In its place | Ratio | Aim |'
    '|---|---|---|---|---|'
    foreach ($row in $rows) { '| {0} |' -f ($row -join ' | ') }
}

function Show-Circumstance([string] $Size, [string] $Engine, [string] $LoadBefore) {
    $processor = (Get-Content /proc/cpuinfo | Select-String '^model name\s*:\s*(.*)' | Select-Object -First 1).Matches.Groups[1].Value
    'Image of {0} in 4 layers, engine {1}, PowerShell {2}, {3} × {4}, load average before {5}, {6:yyyy-MM-dd}.' -f `
        $Size, $Engine, $PSVersionTable.PSVersion, [Environment]::ProcessorCount, $processor, $LoadBefore, (Get-Date)
}
