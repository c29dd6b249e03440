#!/usr/bin/env pwsh
# Runs the Pester suite in this process: 'pwsh -NoProfile -File tests/Cmdlets/Run.ps1' with DOCKEROPS_LAB set.
param(
    # The files to run; all by default.
    [string] $Path = $PSScriptRoot,
    # Where to write how many tests passed, failed and were skipped, as JSON.
    [string] $Result
)

# The build laid it there.
Import-Module (Join-Path $PSScriptRoot '../../output/Pester/Pester.psd1')
$run = New-PesterConfiguration -Hashtable @{
    Run    = @{ Path = $Path; PassThru = $true }
    Output = @{ Verbosity = $env:CI ? 'Detailed' : 'Normal'; CIFormat = 'None' }
}
$outcome = Invoke-Pester -Configuration $run

# A file that cannot be read or a BeforeAll that fails counts as a failure besides its tests.
$failures = @(
    foreach ($part in @($outcome.Failed) + $outcome.FailedBlocks + $outcome.FailedContainers) {
        '{0}: {1}' -f ($part.ExpandedPath ?? $part.Item), ($part.ErrorRecord -join '; ')
    }
)
if ($Result) {
    @{ Passed = $outcome.PassedCount; Failures = $failures; Skipped = $outcome.SkippedCount + $outcome.NotRunCount } |
        ConvertTo-Json | Set-Content -LiteralPath $Result
}

if ($failures -or -not $outcome.PassedCount) { exit 1 }
