BeforeAll { . "$PSScriptRoot/Lab.ps1" }

AfterAll { Disconnect-DockerHost -All }

Describe 'Test-DockerHost' {
    It 'tells which engine answers, and how' {
        $test = Test-DockerHost $SmeHost
        $test.Reachable | Should -BeTrue
        $test.EngineVersion | Should -Be $Lab.hosts.'sme9-docker'.engineVersion
        $test.ApiVersion | Should -Be '1.41'
        $test.Way | Should -Be 'ssh, socket forwarded'
        $test.Latency | Should -BeGreaterThan ([timespan]::Zero)
        $test.Failure | Should -BeNullOrEmpty
    }

    It 'makes no error of a host that does not answer: <address>' -ForEach @(
        @{ address = 'tcp://127.0.0.1:1'; kind = 'Unreachable' }
        @{ address = 'ssh://127.0.0.1:1'; kind = 'Unreachable' }
        @{ address = 'unix:///no/such.sock'; kind = 'Unreachable' }
        @{ address = 'plain@boot2docker'; kind = 'NotPermitted' }
        @{ address = 'locked@boot2docker'; kind = 'NotPermitted' }
    ) {
        $test = Test-DockerHost $address -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
        $test.Reachable | Should -BeFalse
        $test.Failure | Should -Be $kind
        $test.Message | Should -Not -BeNullOrEmpty
        Test-DockerHost $address -Quiet | Should -BeFalse
    }

    It 'waits no longer than -Timeout' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            (Test-DockerHost "tcp://127.0.0.1:$($silent.LocalEndpoint.Port)" -Timeout 1).Failure | Should -Be 'TimedOut'
        }
        finally {
            $silent.Stop()
        }
    }

    It 'takes hosts from the pipeline and hands them on' {
        $SmeHost, $LocalHost | Test-DockerHost | Test-DockerHost -Quiet | Should -Be $true, $true
    }

    It 'refuses a host that is nothing, as all cmdlets do: <command>' -ForEach @(
        @{ command = 'Test-DockerHost'; more = @{} }
        @{ command = 'Get-DockerHost'; more = @{} }
        @{ command = 'Get-DockerContainer'; more = @{} }
        @{ command = 'Set-DockerDaemonConfig'; more = @{ Dns = '192.0.2.1'; WhatIf = $true } }
        @{ command = 'Backup-DockerHost'; more = @{ Path = '/nowhere'; WhatIf = $true } }
        @{ command = 'Update-DockerEngine'; more = @{ Version = '28.5'; WhatIf = $true } }
    ) {
        foreach ($nothing in $null, @()) {
            { & $command -DockerHost $nothing @more } | Should -Throw '*there is nothing in it*' -ErrorId 'InvalidInput*'
        }
    }

    It 'never repeats the password of an address' {
        $address = 'root:hush@sme9-docker'
        foreach ($try in { Test-DockerHost $address }, { Get-DockerImage -DockerHost $address }) {
            try { & $try } catch { $failure = $_ }
            "$failure" | Should -BeLike '*holds a password*'
            ($failure | Format-List * -Force | Out-String -Width 4000) | Should -Not -Match 'hush'
        }

        $address, $LocalHost | Test-DockerHost -Quiet -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeTrue
        "$failures" | Should -BeLike '*holds a password*'
        "$failures" | Should -Not -Match 'hush'
    }

    It 'shows a table' {
        Test-DockerHost $SmeHost, tcp://127.0.0.1:1 | Out-String -Width 120 | Should -Match '(?s)True +\S+ ms +20\.\S+ +ssh, socket forwarded.+False +Unreachable'
    }
}
