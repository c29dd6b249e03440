BeforeAll { . "$PSScriptRoot/Lab.ps1" }

AfterAll { Disconnect-DockerHost -All }

Describe 'Disconnect-DockerHost' {
    It 'closes one host and leaves the others' {
        $null = Connect-DockerHost $SmeHost, $BootHost
        Connect-DockerHost $SmeHost | Disconnect-DockerHost
        (Get-DockerHost | Where-Object { "$_" -eq "ssh://$SmeHost" }).IsOpen | Should -BeNullOrEmpty
        (Get-DockerHost | Where-Object { "$_" -eq "ssh://$BootHost" }).IsOpen | Should -BeTrue
    }

    It 'closes all' {
        $null = Connect-DockerHost $SmeHost, $BootHost
        Disconnect-DockerHost -All
        Get-DockerHost | Where-Object IsOpen | Should -BeNullOrEmpty
    }

    It 'returns nothing, and leaves a host that is not connected alone' {
        Disconnect-DockerHost $SmeHost -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Should -BeNullOrEmpty
    }

    It 'completes the hosts that are open' {
        $null = Connect-DockerHost $BootHost
        (TabExpansion2 'Disconnect-DockerHost ').CompletionMatches.ListItemText | Should -Be "ssh://$BootHost"
    }
}
