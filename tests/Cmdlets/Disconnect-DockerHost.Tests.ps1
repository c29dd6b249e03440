BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $Manifest = Join-Path (Get-Module DockerOps).ModuleBase DockerOps.psd1
}

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

    It 'leaves the hosts open when another runspace imports the module anew or removes it' {
        $null = Connect-DockerHost $BootHost
        1 | ForEach-Object -Parallel { Import-Module $using:Manifest; Import-Module $using:Manifest -Force; Remove-Module DockerOps }
        (Get-DockerHost | Where-Object { "$_" -eq "ssh://$BootHost" }).IsOpen | Should -BeTrue
    }

    It 'closes them when the last runspace removes the module' {
        $script = {
            param($Module, $Address)
            Import-Module $Module
            1 | ForEach-Object -Parallel { Import-Module $using:Module; $null = Connect-DockerHost $using:Address }
            Remove-Module DockerOps
            Import-Module $Module
            @(Get-DockerHost | Where-Object IsOpen).Count
        }
        pwsh -NoProfile -Command $script -args $Manifest, $BootHost | Should -Be 0
    }

    It 'completes the hosts that are open' {
        $null = Connect-DockerHost $BootHost
        (TabExpansion2 'Disconnect-DockerHost ').CompletionMatches.ListItemText | Should -Be "ssh://$BootHost"
    }
}
