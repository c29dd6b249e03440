# Makes the lab's sme9-docker an SME server, by the stand-in of tests/lab/e-smith, and takes it away again.

function Install-ESmith {
    $null = Invoke-DockerHostCommand mkdir, -p, /tmp/e-smith -DockerHost $SmeHost -Strict
    Get-ChildItem -File "$PSScriptRoot/../lab/e-smith" | Copy-DockerHostItem -Destination /tmp/e-smith/ -DockerHost $SmeHost -Force | Out-Null
    $null = Invoke-DockerHostCommand /tmp/e-smith/install -DockerHost $SmeHost -Strict
}

function Uninstall-ESmith {
    $null = Invoke-DockerHostCommand /tmp/e-smith/remove -DockerHost $SmeHost -Strict
    $null = Invoke-DockerHostCommand rm, -r, /tmp/e-smith -DockerHost $SmeHost -Strict
}

# What the stand-in was told to do while a script ran: one call a line, its questions left out.
function Get-ESmithCall([scriptblock] $Script) {
    $null = Invoke-DockerHostCommand sh, -c, ': >/var/log/e-smith-calls' -DockerHost $SmeHost -Strict
    $null = & $Script
    (Invoke-DockerHostCommand cat, /var/log/e-smith-calls -DockerHost $SmeHost -Strict).Lines -replace "`t", ' ' -notmatch ' (show|keys|getprop) ?'
}
