BeforeAll { . "$PSScriptRoot/Lab.ps1" }

# Starting is tested with stopping, in Stop-DockerEngine.Tests.ps1; here is the start that fails.
Describe 'Start-DockerEngine' {
    It 'brings the engine''s own words when it ends again, and not what its containerd warns of everywhere: <Setting>' -ForEach @(
        @{ Setting = '"no-such-option": 1'; Words = 'no-such-option' }, @{ Setting = '"storage-driver": "nope"'; Words = 'failed to start daemon' }
    ) {
        Stop-DockerEngine -DockerHost $SmeHost
        try {
            $null = Invoke-DockerHostCommand sh, -c, 'mkdir -p /etc/docker; echo "{$1}" >/etc/docker/daemon.json', sh, $Setting -DockerHost $SmeHost -Strict
            Start-DockerEngine -DockerHost $SmeHost -Timeout 120 -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
            $failures[0].Exception.Message | Should -BeLike "*$Words*"
            $failures[0].Exception.Message | Should -Not -BeLike '*level=warning*'
        }
        finally {
            $null = Invoke-DockerHostCommand rm, /etc/docker/daemon.json -DockerHost $SmeHost -Strict
            Start-DockerEngine -DockerHost $SmeHost
        }
    }
}
