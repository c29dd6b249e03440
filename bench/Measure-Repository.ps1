#!/usr/bin/env pwsh
#Requires -Version 7.4
<#
.SYNOPSIS
    Measures one more package in a signed repository beside building it anew and beside createrepo_c --update, and prints a
    Markdown table.
.DESCRIPTION
    Needs createrepo_c, rpmbuild, rpmsign and gpg. Making the packages takes most of the time: half a minute for 1,000 on a quiet machine.
.PARAMETER Count
    How many packages the repository has.
.PARAMETER Runs
    How often each side runs.
.PARAMETER PackagePath
    A folder with packages that are there already, in place of making them.
#>
param([int] $Count = 1000, [int] $Runs = 5, [string] $PackagePath)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module (Join-Path $PSScriptRoot '../output/DockerOps')
. "$PSScriptRoot/Compare.ps1"

$work = Join-Path ([IO.Path]::GetTempPath()) "repository-bench-$PID"
$null = New-Item -ItemType Directory $work, "$work/gpg"
chmod 700 "$work/gpg"
$homeBefore = $env:GNUPGHOME
$env:GNUPGHOME = "$work/gpg"

# One package for each number, with a file of its own.
function New-Package {
    $names = 0..($Count) | ForEach-Object { 'bench-{0:D5}' -f $_ }
    $spec = @("Name: bench`nVersion: 1`nRelease: 1`nSummary: x`nLicense: MIT`nBuildArch: noarch`n%description`nx")
    $spec += $names | ForEach-Object { "%package -n $_`nSummary: x`n%description -n $_`nx" }
    $spec += "%install`nmkdir -p %{buildroot}/srv/bench`nfor n in $names; do head -c 2000 /dev/urandom >%{buildroot}/srv/bench/`$n; done"
    $spec += $names | ForEach-Object { "%files -n $_`n/srv/bench/$_" }
    Set-Content "$work/bench.spec" ($spec -join "`n")
    $null = rpmbuild --quiet -bb --define "_topdir $work/rpmbuild" --define '_buildshell /bin/bash' --define '_binary_payload w1.gzdio' "$work/bench.spec" 2>&1
    if ($LASTEXITCODE) { throw 'rpmbuild failed' }
    "$work/rpmbuild/RPMS/noarch"
}

try {
    gpg --batch --quiet --passphrase '' --quick-generate-key bench@example.org ed25519 sign never 2>$null
    if (-not $PackagePath) { $PackagePath = New-Package }
    $packages = @(Get-RpmPackage $PackagePath | Select-Object -First ($Count + 1))
    $more, $first = $packages[-1], $packages[0..($packages.Count - 2)]
    Write-Note "$($packages.Count) packages"
    $anew = Measure-Seconds {} { $first | New-YumRepository bench "$work/ours" -SigningKey bench@example.org }
    Copy-Item -Recurse "$work/ours" "$work/theirs"
    createrepo_c --quiet "$work/theirs"
    $again = Measure-Seconds {} { $first | New-YumRepository bench "$work/ours" -SigningKey bench@example.org }

    $before = {
        if (Test-Path "$work/ours/$($more.FileName)") { Update-YumRepository "$work/ours" -Remove $more.Name }
        Remove-Item "$work/theirs/$($more.FileName)" -ErrorAction Ignore
        createrepo_c --quiet --update "$work/theirs"
        Copy-Item $more.Path "$work/theirs"
    }
    Compare-Command "One package more in a repository of $($first.Count), signed and checked" '`createrepo_c --update`, nothing signed' -Limit 1.1 -Runs $Runs -Before $before `
        -Ours { $more | Update-YumRepository "$work/ours" } -Theirs { createrepo_c --quiet --update "$work/theirs" }
    $update = [double]($rows[-1][1] -replace ' s')
    Add-Row 'The same' ('{0:N2} s' -f $update) ('all made anew: {0:N2} s' -f $anew) ('{0:N2}' -f ($update / $anew)) '≤ 0.20'
    Add-Row '`New-YumRepository` again, nothing changed' ('{0:N2} s' -f $again) ('the first time: {0:N2} s' -f $anew) ('{0:N2}' -f ($again / $anew)) '≤ 0.10'
    Show-Row
}
finally {
    gpgconf --kill gpg-agent
    $env:GNUPGHOME = $homeBefore
    Remove-Item -Recurse -Force $work
}
