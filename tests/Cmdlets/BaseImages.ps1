# Dot-sourced after Lab.ps1 by the tests of base images, on a host and in a container.

$Repositories = @{}
foreach ($id in 'base', 'odd', 'smeos', 'smeextras') {
    $Repositories[$id] = [DockerOps.YumRepositoryDefinition]@{ Id = $id; BaseUrl = [string[]] "file://$($Lab.rpm.hostTree)/$id"; GpgCheck = $false }
}

# Builds in a PowerShell of its own, which is killed when it says that it is at a step.
function Invoke-KilledBuild([string] $Sign, [string] $Build) {
    $said = Join-Path $TestDrive "$(New-LabName).txt"
    $script = [IO.Path]::ChangeExtension($said, 'ps1')
    Set-Content $script @"
. '$PSScriptRoot/Lab.ps1'
$Build -Verbose 4>&1 | Select-Object -Skip 1 | ForEach-Object { [IO.File]::AppendAllText('$said', "`$_``n") }
"@
    $client = Start-PowerShell '-NoProfile', '-File', $script
    try {
        while (-not $client.HasExited -and -not ((Test-Path $said) -and [IO.File]::ReadAllText($said).Contains($Sign))) { Start-Sleep -Milliseconds 10 }
        $client.HasExited | Should -BeFalse
    }
    finally { $client.Kill() }
}

function Remove-Made($Image) { $Image | Remove-DockerImage -Confirm:$false }
