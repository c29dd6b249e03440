# Dot-sourced by every test file in BeforeAll: the built module, the lab, and what tests ask of both.
# $env:DOCKEROPS_LAB names lab.json, which 'tests/lab/lab.sh up' prints; 'build.ps1 -Task Test' sets it.

if (-not $env:DOCKEROPS_LAB) {
    throw 'These tests need the lab. Run ./build.sh test, or tests/lab/lab.sh up and set DOCKEROPS_LAB to its lab.json.'
}

$Lab = Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB -ErrorAction Stop | ConvertFrom-Json
$LocalHost = $Lab.engines.local.address
$SmeHost = "root@sme9-docker:$($Lab.hosts.'sme9-docker'.port)"
$BootHost = 'docker@boot2docker'
$SmeImage = $Lab.images.sme
# The nodes, where the lab has them: hosts whose engine is a package.
$Node1, $Node2, $Node3 = 'root@node1', 'root@node2', 'root@node3'

# The lab's own ssh goes first: it reads the lab's configuration and not this user's.
if (-not $env:PATH.StartsWith($Lab.ssh.binFolder)) {
    $env:PATH = $Lab.ssh.binFolder + [IO.Path]::PathSeparator + $env:PATH
}

$PSStyle.OutputRendering = 'PlainText'
$ProgressPreference = 'SilentlyContinue'
Import-Module (Join-Path $PSScriptRoot '../../output/DockerOps') -ErrorAction Stop

# A name nothing else in the lab has.
function New-LabName([string] $Prefix = 'pester') {
    '{0}-{1}' -f $Prefix, [guid]::NewGuid().ToString('N').Substring(0, 10)
}

# The lines a script shows on the host, such as those of -WhatIf, without the words 'What if: '.
# Names here are seen by the script, so they are none a test would use.
function Get-ShownText([scriptblock] $Script) {
    $shownFile = Join-Path ([IO.Path]::GetTempPath()) (New-LabName)
    try {
        $null = Start-Transcript -LiteralPath $shownFile -UseMinimalHeader
        try { $null = & $Script } finally { $null = Stop-Transcript }
        $shownLines = @(Get-Content -LiteralPath $shownFile)
        $shownLines[4..($shownLines.Count - 5)] -replace '^What if: '
    }
    finally {
        Remove-Item -LiteralPath $shownFile -ErrorAction Ignore
    }
}

# The calls that may change something, as the local engine's own log tells them: 'POST /images/x/tag?repo=y&tag=z'.
function Get-EngineCall([scriptblock] $Script) {
    $callLog = $Lab.engines.local.log
    $callsFrom = (Get-Item -LiteralPath $callLog).Length
    $null = & $Script
    $callFile = [IO.File]::Open($callLog, 'Open', 'Read', 'ReadWrite')
    try {
        $null = $callFile.Seek($callsFrom, 'Begin')
        $text = [IO.StreamReader]::new($callFile).ReadToEnd()
    }
    finally {
        $callFile.Dispose()
    }

    # Engines before 25 write 'Calling POST /v1.41/…', later ones name the method and the address apart.
    $call = 'msg="Calling (?<method>POST|PUT|DELETE) (?<path>[^"]+)"|handling \w+ request" method=(?<method>POST|PUT|DELETE) .*request-url="?(?<path>[^" ]+)'
    foreach ($match in [regex]::Matches($text, $call)) {
        '{0} {1}' -f $match.Groups['method'].Value, ($match.Groups['path'].Value -replace '^/v[\d.]+')
    }
}

# Waits until something is so; a test that waits in vain fails here.
function Wait-Until([scriptblock] $Condition, [int] $Seconds = 60) {
    $watch = [Diagnostics.Stopwatch]::StartNew()
    while (-not (& $Condition)) {
        if ($watch.Elapsed.TotalSeconds -gt $Seconds) { throw "In $Seconds s this did not come true: $Condition" }
        Start-Sleep -Milliseconds 10
    }
}

# Starts a PowerShell like this one, as a process that can be killed: the 'pwsh' of a dotnet tool only starts another one.
# All it says goes to a file.
function Start-PowerShell([string[]] $Argument, [string] $Output = '/dev/null') {
    $program = @([Environment]::ProcessPath)
    if ([IO.Path]::GetFileName($program[0]) -eq 'dotnet') { $program += [Environment]::GetCommandLineArgs()[0] }
    [Diagnostics.Process]::Start('sh', [string[]] (@('-c', 'exec "$@" >"$0" 2>&1', $Output) + $program + $Argument))
}

# Runs a script in a PowerShell of its own and returns its progress records; nothing it did may have failed.
function Get-ProgressRecord([scriptblock] $Script, [hashtable] $With, [switch] $Waiting) {
    $shell = [powershell]::Create()
    try {
        $null = $shell.AddCommand('Import-Module').AddParameter('Name', "$PSScriptRoot/../../output/DockerOps").AddStatement().AddScript($Script).AddParameters($With)
        $null = $shell.Invoke()
        $shell.Streams.Error | Should -BeNullOrEmpty
        # On a slow machine it may have to be waited for what comes before.
        $records = $shell.Streams.Progress.ReadAll()
        $waits = ($records | Where-Object StatusDescription -EQ 'waiting for an answer').ActivityId
        $records | Where-Object { $Waiting -or $_.ActivityId -notin $waits }
    }
    finally { $shell.Dispose() }
}
