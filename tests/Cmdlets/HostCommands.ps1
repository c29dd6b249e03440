# Dot-sourced after Lab.ps1 by tests of cmdlets that run commands on hosts.

# The commands that a script gives to hosts over SSH, in order, each as the host's shell gets it.
function Get-HostCommand([scriptblock] $Script) {
    $recorder = Join-Path $TestDrive (New-LabName)
    $null = New-Item -ItemType Directory $recorder
    # A client in front of the lab's, which writes down what it is asked to run. Programs are put in place by a rename, so that none is started half written.
    Set-Content "$recorder/new" @"
#!/bin/sh
for last; do :; done
printf '%s\0' "`$last" >>'$recorder/commands'
exec '$($Lab.ssh.binFolder)/ssh' "`$@"
"@
    chmod 0755 "$recorder/new"
    Move-Item "$recorder/new" "$recorder/ssh"
    $pathBefore = $env:PATH
    try {
        $env:PATH = $recorder + [IO.Path]::PathSeparator + $env:PATH
        $null = & $Script
    }
    finally {
        $env:PATH = $pathBefore
    }

    [IO.File]::ReadAllText("$recorder/commands").TrimEnd("`0") -split "`0" | Hide-RunId
}

# The commands in what -WhatIf shows, in order, without calls of the engine and waits.
function Get-ShownCommand([string[]] $Shown, [string] $On) {
    ($Shown -notmatch '^(make the folder|write manifest|rename /|check )| > \S+\.json$' -join "`n") -split " on ssh://$([regex]::Escape($On))(?: [^`n]*)?(?:`n|`$)" |
        Where-Object { $_ -and $_ -notmatch '^(POST|GET|PUT|DELETE|wait|copy) ' } | Hide-RunId
}

# An upgrade's run is named when it is planned, so the one that is shown has another name than the one that is run.
filter Hide-RunId { $_ -replace '\d{8}T\d{6}Z-\w{6}', 'RUN' }

# Everything that was announced was run, in that order, and nothing else that changes an engine or its packages.
function Assert-CommandShown([string[]] $Announced, [string[]] $Ran) {
    $from = 0
    $rest = [Collections.Generic.List[string]]::new()
    foreach ($command in $Announced) {
        for ($at = $from; $at -lt $Ran.Count -and -not $Ran[$at].EndsWith($command, 'Ordinal'); $at++) { $rest.Add($Ran[$at]) }
        $at | Should -BeLessThan $Ran.Count -Because "this was to be run: $command"
        $from = $at + 1
    }

    for ($at = $from; $at -lt $Ran.Count; $at++) { $rest.Add($Ran[$at]) }
    $rest | Where-Object { $_ -cmatch '(rpm|dpkg) -[Ueir]|(dnf|yum) .*-y|apt-get (?!-s ).*-y|service docker (start|stop|restart)|systemctl (start|stop|restart|enable|disable|daemon-reload|reset-failed)|tar .*(-[cx](?!O)|--create|--extract)' } |
        Should -BeNullOrEmpty
}
