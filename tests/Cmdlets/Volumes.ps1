# Dot-sourced after Containers.ps1 by the tests of volumes and of backups.

# A volume of the test on the local engine, made with the docker CLI; gives its name.
function New-TestVolume([string] $Name = (New-LabName)) {
    docker -H $LocalHost volume create --label "$TestLabel=" $Name
}

# Takes away what the file has made: containers first, for they hold volumes.
function Remove-TestVolume {
    Remove-TestContainer
    docker -H $LocalHost volume ls -q --filter "label=$TestLabel" | ForEach-Object { docker -H $LocalHost volume rm $_ } | Out-Null
}
