# Dot-sourced after Lab.ps1 by the tests of the image cmdlets: images made for one test, and cmdlets that are stopped.

$LabEngines = @('local', 'new', 'containerd' | Where-Object { $Lab.engines.$_ })
$NewHost = $Lab.engines.new.address
$MadeImages = [Collections.Generic.List[string]]::new()

# An image that no other test has, of a layer of so many bytes; -Random makes them incompressible. Gives its name.
function New-LabImage([long] $Size = 100kb, [string] $Name = "$(New-LabName):1", [switch] $Random, [string] $Engine = $LocalHost, [string] $Label = 'org.dockerops.test=yes') {
    $folder = Join-Path ([IO.Path]::GetTempPath()) (New-LabName)
    $null = New-Item -ItemType Directory -Path $folder
    try {
        Set-Content -LiteralPath "$folder/name" -Value $Name
        if ($Random) { head -c $Size /dev/urandom > "$folder/data" } else { truncate -s $Size "$folder/data" }
        tar -C $folder -cf "$folder.tar" .
        $null = docker -H $Engine import --change "LABEL $Label" "$folder.tar" $Name
        if ($LASTEXITCODE) { throw "docker import gave $LASTEXITCODE." }
    }
    finally {
        Remove-Item -LiteralPath $folder, "$folder.tar" -Recurse -ErrorAction Ignore
    }
    $MadeImages.Add($Name)
    $Name
}

# An archive of an image that the engine does not have any more.
function New-LabArchive([string] $Path, [string] $Name = "$(New-LabName):1", [string] $Engine = $LocalHost, [long] $Size = 100kb) {
    $null = New-LabImage -Name $Name -Size $Size -Engine $Engine
    docker -H $Engine save -o $Path $Name
    $null = docker -H $Engine rmi -f $Name
    $Name
}

# The names the engine itself tells, and no cmdlet of ours.
function Get-EngineImage([string] $Engine = $LocalHost) {
    docker -H $Engine images --format '{{.Repository}}:{{.Tag}}'
}

# Takes away what New-LabImage made, and what was loaded or tagged under its names, on the engines of this machine.
function Remove-LabImage {
    foreach ($engine in $LabEngines) {
        $address = $Lab.engines.$engine.address
        $names = @(Get-EngineImage $address | Where-Object { $_ -match 'pester-' })
        if ($names) { $null = docker -H $address rmi -f @names 2>&1 }
    }
}

function Assert-Failure($Failure, [string] $Id, [string] $Command, [string] $Category, $Target) {
    $Failure.Count | Should -Be 1 -Because ($Failure -join ' | ')
    $Failure[0].FullyQualifiedErrorId | Should -Be "$Id,DockerOps.Cmdlets.Images.$Command"
    $Failure[0].CategoryInfo.Category | Should -Be $Category
    "$($Failure[0].TargetObject)" | Should -Be $Target
}

# Starts a script in a runspace of its own, with the module imported, as a second prompt of this process.
function Start-Beside([string] $Script) {
    $shell = [powershell]::Create()
    $null = $shell.AddScript("Import-Module '$((Get-Module DockerOps).Path)'").Invoke()
    $shell.Commands.Clear()
    $null = $shell.AddScript($Script)
    $begun = $shell.BeginInvoke()
    [pscustomobject]@{ Shell = $shell; Begun = $begun }
}

# Ctrl+C, and the seconds until the pipeline has stopped.
function Stop-Beside($Beside) {
    $Beside.Begun.IsCompleted | Should -BeFalse -Because 'only what still runs can be stopped'
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $Beside.Shell.Stop()
    $seconds = $watch.Elapsed.TotalSeconds
    $Beside.Shell.InvocationStateInfo.State | Should -Be 'Stopped'
    $Beside.Shell.Dispose()
    Write-Verbose "stopped in $seconds s"
    $seconds
}

# How many requests of this kind the local engine has had, by its log.
function Get-EngineLogCount([string] $Request) {
    (Select-String -LiteralPath $Lab.engines.local.log -Pattern $Request -SimpleMatch | Measure-Object).Count
}

# The processes this one has started.
function Get-Child {
    @(Get-Process | Where-Object { $_.Parent.Id -eq $PID -and -not $_.HasExited } | Sort-Object Id)
}
