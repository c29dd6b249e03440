# Dot-sourced after Volumes.ps1 by the tests of backups.

# A volume with a file, in a running container. Gives the volume's name; the container has the same with '-c'.
function New-FilledVolume([string] $Text = 'data') {
    $filledName = New-TestVolume
    docker -H $LocalHost run --rm -v "${filledName}:/v" $SmeImage sh -c "echo $Text >/v/file; chown 1234:4321 /v/file" | Out-Null
    $null = New-DockerContainer $SmeImage -Command sleep, 600 -Name "$filledName-c" -Volume "${filledName}:/v" -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
    Start-DockerContainer "$filledName-c" -DockerHost $LocalHost
    $filledName
}

# A backup of that volume and its container alone.
function Backup-FilledVolume([string] $Name, [string] $Path) {
    Backup-DockerHost $LocalHost -Path $Path -Include Volumes, Containers -Volume $Name -Container "$Name-c" -WarningAction SilentlyContinue
}

function Get-VolumeText([string] $Name) { docker -H $LocalHost run --rm -v "${Name}:/v" $SmeImage sh -c 'stat -c "%u:%g" /v/file; cat /v/file' }

# Takes away a volume and its container, so that a restore has something to do.
function Remove-FilledVolume([string] $Name) {
    docker -H $LocalHost rm -f "$Name-c" | Out-Null
    docker -H $LocalHost volume rm $Name | Out-Null
}
