BeforeAll { . "$PSScriptRoot/Lab.ps1" }

AfterAll { Disconnect-DockerHost -All }

Describe 'Get-DockerHost' {
    It 'asks hosts what they are, local ones too' {
        $hosts = $SmeHost, 'plain@boot2docker', $LocalHost | Get-DockerHost
        $hosts.Privilege | Select-Object -First 2 | Should -Be 'Root', 'None'
        $hosts.Distribution | Select-Object -First 2 | Should -Be 'debian', 'debian'
        $hosts.FreeSpace | ForEach-Object { $_ | Should -BeGreaterThan 0 }
        $hosts[2].DataRoot | Should -Be $Lab.engines.local.dataRoot
        $hosts[0].Way | Should -Be 'ssh, socket forwarded'
    }

    It 'hands hosts on to what lists images, containers and volumes there' {
        $volume = New-LabName
        $null = New-DockerVolume $volume -DockerHost $SmeHost
        try {
            foreach ($hosts in (Get-DockerHost $SmeHost, $LocalHost), (Test-DockerHost $SmeHost, $LocalHost), (Get-DockerHost $SmeHost, $LocalHost | Get-DockerEngine)) {
                ($hosts | Get-DockerImage | Where-Object Name -EQ $SmeImage).DockerHost | Should -Be "ssh://$SmeHost", $LocalHost
                ($hosts | Get-DockerVolume | Where-Object Name -EQ $volume).DockerHost | Should -Be "ssh://$SmeHost"
                $hosts | Get-DockerContainer -ErrorVariable failures -ErrorAction SilentlyContinue | Out-Null
                $failures | Should -BeNullOrEmpty
            }

            # Names are names all the same.
            (Get-DockerImage $SmeImage -DockerHost $SmeHost | Get-DockerImage).DockerHost | Should -Be "ssh://$SmeHost"
            ($volume | Get-DockerVolume -DockerHost $SmeHost).Name | Should -Be $volume
        }
        finally {
            Remove-DockerVolume $volume -DockerHost $SmeHost -Confirm:$false
        }
    }

    It 'says of itself in few words what it is' {
        $text = Get-DockerHost $SmeHost | Format-List | Out-String -Width 200
        $text | Should -Match 'Facts +: debian 12 amd64'
        $text | Should -Not -Match 'HostFacts'
    }

    It 'knows what an engine behind a port knows' {
        $seen = Get-DockerHost $Lab.engines.local.tcp
        $seen.Architecture | Should -Be 'amd64'
        $seen.Privilege | Should -Be 'Unknown'
    }

    It 'lists the known hosts without asking any' {
        Disconnect-DockerHost -All
        $env:DOCKER_HOST = 'ssh://no-such-host.invalid'
        try {
            $null = Connect-DockerHost $SmeHost
            $seen = Get-DockerHost
            ($seen | Where-Object IsDefault).DockerHost.HostName | Should -Be 'no-such-host.invalid'
            ($seen | Where-Object IsOpen).DockerHost.HostName | Should -Be 'sme9-docker'
            $seen.Facts | Where-Object { $_ } | Should -BeNullOrEmpty
        }
        finally {
            $env:DOCKER_HOST = $null
        }
    }

    It 'lists docker contexts and takes them by name' {
        $config = "$TestDrive/docker"
        $id = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes('work'))).ToLowerInvariant()
        $null = New-Item -ItemType Directory "$config/contexts/meta/$id"
        '{"Name":"work","Metadata":{},"Endpoints":{"docker":{"Host":"ssh://' + $SmeHost + '","SkipTLSVerify":false}}}' |
            Set-Content "$config/contexts/meta/$id/meta.json"
        # A damaged one beside it hides nothing.
        $null = New-Item -ItemType Directory "$config/contexts/meta/damaged"
        '{' | Set-Content "$config/contexts/meta/damaged/meta.json"
        # Nor does one that names itself, which ended PowerShell.
        $loop = [Convert]::ToHexString([Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes('loop'))).ToLowerInvariant()
        $null = New-Item -ItemType Directory "$config/contexts/meta/$loop"
        '{"Name":"loop","Endpoints":{"docker":{"Host":"loop"}}}' | Set-Content "$config/contexts/meta/$loop/meta.json"
        $env:DOCKER_CONFIG = $config
        try {
            { Get-DockerHost loop } | Should -Throw "*'loop' names 'loop'*"
            (Get-DockerHost local).DockerHost.ToString() | Should -Be 'unix:///var/run/docker.sock'
            (Get-DockerHost | Where-Object Context -EQ work).DockerHost.ToString() | Should -Be "ssh://$SmeHost"
            (Get-DockerHost work).Privilege | Should -Be 'Root'
            (TabExpansion2 'Get-DockerHost wo').CompletionMatches.CompletionText | Should -Be 'work'
        }
        finally {
            $env:DOCKER_CONFIG = $null
        }
    }

    It 'has one error where the context in force is not there, whatever asks for it' {
        $env:DOCKER_CONTEXT = 'no-such-context'
        try {
            foreach ($command in { Get-DockerEngine }, { Stop-DockerEngine -WhatIf }, { Get-DockerDaemonConfig }, { Test-DockerDaemonConfig },
                { Get-DockerUpgradePlan -Version 28 }, { Backup-DockerHost -Path $TestDrive -WhatIf }) {
                $failures = @(& $command 2>&1)
                $failures | Should -HaveCount 1 -Because $command
                $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*' -Because $command
                "$($failures[0].TargetObject)" | Should -Be 'no-such-context' -Because $command
            }
        }
        finally {
            $env:DOCKER_CONTEXT = $null
        }
    }

    It 'goes on after a host that cannot be reached' {
        $seen = Get-DockerHost 'ssh://127.0.0.1:1', $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $seen.DockerHost.HostName | Should -Be 'sme9-docker'
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
        "$($failures[0].TargetObject)" | Should -Be 'ssh://127.0.0.1:1'
    }

    It 'says by its objects where <_> asks' -ForEach 'Get-DockerImage', 'Get-DockerContainer', 'Get-DockerVolume' {
        $there = (& $_ -DockerHost $SmeHost).Id
        foreach ($seen in (Get-DockerHost $SmeHost), (Test-DockerHost $SmeHost), (Get-DockerEngine -DockerHost $SmeHost)) {
            $asked = $seen | & $_ -ErrorAction Stop
            $asked.Id | Should -Be $there
            $asked | ForEach-Object { $_.DockerHost | Should -Be "ssh://$SmeHost" }
        }
        # An address alone is an error, not the name of something on this machine.
        { (Get-DockerHost $SmeHost).DockerHost | & $_ -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentTransformationError,*'
    }

    It 'is enough as an address in the pipeline: <_>' -ForEach { Get-DockerEngine }, { Invoke-DockerHostCommand hostname } {
        $script = [scriptblock]::Create("'$SmeHost', '$BootHost' | $_")
        (& $script).DockerHost | ForEach-Object ToString | Should -Be "ssh://$SmeHost", "ssh://$BootHost"
        (Get-DockerHost $SmeHost | & ([scriptblock]::Create("`$input | $_"))).DockerHost | Should -Be "ssh://$SmeHost"
    }

    It 'shows a table' {
        Get-DockerHost $SmeHost | Out-String -Width 120 | Should -Match "ssh://$SmeHost +yes +Root +[\d.]+ [kMGT]B +debian 12 amd64 +SysV, (apt|dnf)"
    }
}
