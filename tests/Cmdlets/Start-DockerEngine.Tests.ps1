BeforeAll { . "$PSScriptRoot/Lab.ps1" }

# Starting is tested with stopping, in Stop-DockerEngine.Tests.ps1; here is the start that fails.
Describe 'Start-DockerEngine' {
    It 'brings the engine''s own words when it ends again' {
        Stop-DockerEngine -DockerHost $SmeHost
        try {
            $null = Invoke-DockerHostCommand sh, -c, 'mkdir -p /etc/docker; echo "{\"no-such-option\": 1}" >/etc/docker/daemon.json' -DockerHost $SmeHost -Strict
            Start-DockerEngine -DockerHost $SmeHost -Timeout 120 -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
            $failures[0].Exception.Message | Should -BeLike '*no-such-option*'
        }
        finally {
            $null = Invoke-DockerHostCommand rm, /etc/docker/daemon.json -DockerHost $SmeHost -Strict
            Start-DockerEngine -DockerHost $SmeHost
        }
    }
}
