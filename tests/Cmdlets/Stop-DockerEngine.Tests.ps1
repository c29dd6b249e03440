BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }
BeforeAll { . "$PSScriptRoot/Lab.ps1" }

Describe 'Stop-DockerEngine and Start-DockerEngine' {
    AfterAll { Start-DockerEngine -DockerHost $SmeHost }

    It 'stops an engine, and says when there is nothing to stop' {
        $engine = Stop-DockerEngine -DockerHost $SmeHost -PassThru
        $engine.IsRunning | Should -BeFalse
        $engine.Version | Should -Be $Lab.hosts.'sme9-docker'.engineVersion
        $engine.Service.State | Should -Be 'stopped'
        Stop-DockerEngine -DockerHost $SmeHost -Verbose 4>&1 | Should -BeLike '*does not run.'
        Get-ShownText { Start-DockerEngine -DockerHost $SmeHost -WhatIf } | Should -Be @(
            "service docker start on ssh://$SmeHost"
            "wait at most 60 s until the engine answers on ssh://$SmeHost")
    }

    It 'starts it again, and says when there is nothing to start' {
        (Start-DockerEngine -DockerHost $SmeHost -PassThru).IsRunning | Should -BeTrue
        Start-DockerEngine -DockerHost $SmeHost -Verbose 4>&1 | Should -BeLike '*runs already.'
        Start-DockerEngine -DockerHost $SmeHost | Should -BeNullOrEmpty
    }

    It 'leaves calls with an error that names the engine, though the connection to the host is open' {
        $null = Get-DockerImage -DockerHost $SmeHost
        Stop-DockerEngine -DockerHost $SmeHost
        try {
            # The first one meets a connection that was open, the second makes a new one.
            foreach ($time in 1, 2) {
                Get-DockerImage -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
                $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
                "$($failures[0])" | Should -BeLike "*'ssh://$SmeHost' gave no answer*Start-DockerEngine*"
            }
        }
        finally {
            Start-DockerEngine -DockerHost $SmeHost
        }
    }

    It 'finds nothing behind a socket that nobody serves' {
        Stop-DockerEngine -DockerHost unix:///run/no-such.sock -ErrorVariable failures -ErrorAction SilentlyContinue
        Start-DockerEngine -DockerHost unix:///run/no-such.sock -ErrorVariable +failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId -like 'NotFound,*' | Should -HaveCount 2
    }

    It 'stops the socket of a unit too' -Skip:(-not $nodes) {
        try {
            Get-ShownText { Stop-DockerEngine -DockerHost $Node1 -WhatIf } | Should -Be @(
                "systemctl stop docker.socket docker.service on ssh://$Node1"
                "wait at most 60 s until no engine runs on ssh://$Node1")
            Stop-DockerEngine -DockerHost $Node1
            Test-DockerEngine -DockerHost $Node1 -Quiet | Should -BeFalse
        }
        finally {
            Start-DockerEngine -DockerHost $Node1
        }
    }
}
