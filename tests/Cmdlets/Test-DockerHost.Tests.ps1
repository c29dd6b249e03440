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

    It 'shows a table' {
        Test-DockerHost $SmeHost, tcp://127.0.0.1:1 | Out-String -Width 120 | Should -Match '(?s)True +20\..+ ms +ssh, socket forwarded.+False +Unreachable'
    }
}
