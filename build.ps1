#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Builds, tests, shows, measures and packages DockerOps.
.PARAMETER Task
    Build    the module, into output/DockerOps/<version>
    Test     the tests of the library (xunit) and of the cmdlets (Pester, on the built module)
    Try      the main job: an image travels from one host to another and runs there
    Bench    the figures of the README
    Package  the built module as one file in output
    Test, Try and Bench need the lab: without one (DOCKEROPS_LAB) they go through build.sh, which starts it and ends it.
.PARAMETER Quick
    Bench measures once instead of five times.
.PARAMETER NoBuild
    Uses what was built before.
#>
param(
    [ValidateSet('Build', 'Test', 'Try', 'Bench', 'Package')]
    [string] $Task = 'Build',
    [switch] $Quick,
    [switch] $NoBuild
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot
$Module = Join-Path $PSScriptRoot 'output/DockerOps'

function Invoke-Build {
    dotnet build DockerOps.slnx -c Release --nologo -v quiet
    if ($LASTEXITCODE) { exit $LASTEXITCODE }
}

# The tests of the cmdlets, in a PowerShell of their own; what they print goes to a file when they run beside others.
function Start-CmdletTest([string] $Result, [string] $Log) {
    $run = @{
        FilePath     = 'timeout'
        ArgumentList = '--foreground', '--kill-after=10s', '45m', 'pwsh', '-NoProfile', '-File', 'tests/Cmdlets/Run.ps1', '-Result', $Result
    }
    if ($Log) { $run += @{ RedirectStandardOutput = $Log; Environment = @{ DOCKEROPS_LAB = $env:DOCKEROPS_CMDLETS_LAB } } }
    Start-Process @run -PassThru
}

function Invoke-Test {
    $folder = New-Item -ItemType Directory -Force -Path (Join-Path $PSScriptRoot 'output/test')
    Get-ChildItem $folder | Remove-Item -Recurse -Force
    $result, $log = "$folder/pester.json", "$folder/pester.log"
    if ($env:DOCKEROPS_CMDLETS_LAB) { $cmdlets = Start-CmdletTest $result $log }

    dotnet test tests/DockerOps.Tests -c Release --no-build --nologo --results-directory $folder `
        --logger 'trx;LogFileName=xunit.trx' --blame-hang-timeout 20m --blame-hang-dump-type none
    $good = $LASTEXITCODE -eq 0
    $passed, $skipped, $failures = 0, 0, @()
    if (Test-Path "$folder/xunit.trx") {
        $run = ([xml](Get-Content -Raw "$folder/xunit.trx")).TestRun
        $count = $run.ResultSummary.Counters
        $passed, $skipped = [int]$count.passed, ($count.total - $count.executed)
        foreach ($test in $run.Results.UnitTestResult | Where-Object outcome -EQ Failed) {
            $failures += '{0}: {1}' -f $test.testName, $test.Output.ErrorInfo.Message
        }
    }
    else {
        $failures += 'the tests of the library did not come to their end'
    }

    $cmdlets ??= Start-CmdletTest $result
    $cmdlets.WaitForExit()
    if (Test-Path $log) { Get-Content $log }
    $good = $good -and $cmdlets.ExitCode -eq 0 -and (Test-Path $result)
    if (Test-Path $result) {
        $count = Get-Content -Raw $result | ConvertFrom-Json
        $passed, $failures, $skipped = ($passed + $count.Passed), ($failures + $count.Failures), ($skipped + $count.Skipped)
    }
    else {
        $failures += 'the Pester suite did not come to its end'
    }

    # Again, because of two thousand lines above this one.
    foreach ($failure in $failures) { Write-Host "Failed: $failure" }
    Write-Host "$passed passed, $($failures.Count) failed, $skipped skipped"
    if (-not $good -or $failures -or -not $passed) { exit 1 }
}

function Invoke-Try {
    $lab = Get-Content -Raw $env:DOCKEROPS_LAB | ConvertFrom-Json
    $to = 'docker@boot2docker'
    $folder = New-Item -ItemType Directory -Path ([IO.Path]::GetTempPath()) -Name "dockerops-try-$PID"
    Import-Module $Module
    try {
        # One at a time, so that each table stands under its own heading.
        ./examples/Move-SmeImage.ps1 -Image $lab.images.sme -From "root@sme9-docker:$($lab.hosts.'sme9-docker'.port)" -To $to `
            -Path "$folder/copie_sme-9.tar" | ForEach-Object { $_ | Out-Host }
    }
    finally {
        Remove-Item $folder -Recurse
        Get-DockerImage 'sme-9:*' -DockerHost $to | Remove-DockerImage -Confirm:$false
    }
}

function Invoke-Package {
    $version = (Import-PowerShellDataFile DockerOps.psd1).ModuleVersion
    if (Get-Command Publish-PSResource -ErrorAction Ignore) {
        Register-PSResourceRepository -Name DockerOpsOutput -Uri "$PSScriptRoot/output" -Trusted -Force
        try { Publish-PSResource -Path "$Module/$version" -Repository DockerOpsOutput -ApiKey none }
        finally { Unregister-PSResourceRepository -Name DockerOpsOutput }
        Get-Item "output/DockerOps.$version.nupkg"
    }
    else {
        Compress-Archive -Path $Module -DestinationPath "output/DockerOps.$version.zip" -Force -PassThru
    }
}

if ($Task -in 'Test', 'Try', 'Bench' -and -not $env:DOCKEROPS_LAB) {
    $more = @(if ($Quick) { '-Quick' })
    ./build.sh $Task.ToLowerInvariant() @more
    exit $LASTEXITCODE
}

if (-not $NoBuild) { Invoke-Build }
switch ($Task) {
    Test { Invoke-Test }
    Try { Invoke-Try }
    Bench {
        ./bench/Measure-DockerOps.ps1 -Runs ($Quick ? 1 : 5)
        ''
        ./bench/Measure-BaseImage.ps1 -Runs ($Quick ? 1 : 5)
    }
    Package { Invoke-Package }
}
