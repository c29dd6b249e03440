BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }
BeforeAll { . "$PSScriptRoot/Lab.ps1" }

Describe 'Restart-DockerEngine' {
    It 'shows the steps of an init script and changes nothing' {
        $before = (Get-DockerEngine -DockerHost $SmeHost).Service.ProcessId
        Get-ShownText { Restart-DockerEngine -DockerHost $SmeHost -Timeout 30 -WhatIf } | Should -Be @(
            "service docker stop on ssh://$SmeHost"
            "wait at most 30 s until no engine runs on ssh://$SmeHost"
            "service docker start on ssh://$SmeHost"
            "wait at most 30 s until the engine answers on ssh://$SmeHost")
        (Get-DockerEngine -DockerHost $SmeHost).Service.ProcessId | Should -Be $before
    }

    It 'puts another process in its place' {
        $before = (Get-DockerEngine -DockerHost $SmeHost).Service.ProcessId
        $engine = Restart-DockerEngine -DockerHost $SmeHost -PassThru
        $engine.IsRunning | Should -BeTrue
        $engine.Service.ProcessId | Should -Not -Be $before
    }

    It 'refuses for an engine that was started by hand, and needs root' {
        Restart-DockerEngine -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unsupported,*'
        Restart-DockerEngine -DockerHost "plain@sme9-docker:$($Lab.hosts.'sme9-docker'.port)" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[-1].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
    }

    It 'restarts a unit, which keeps its socket' -Skip:(-not $nodes) {
        Get-ShownText { Restart-DockerEngine -DockerHost $Node1 -WhatIf } | Should -Be @(
            "systemctl reset-failed docker.service on ssh://$Node1"
            "systemctl restart docker.service on ssh://$Node1"
            "wait at most 60 s until the engine answers on ssh://$Node1")
        (Restart-DockerEngine -DockerHost $Node1 -PassThru).Service.State | Should -Be 'active'
    }

    It 'restarts a unit as often as it is asked, though systemd takes a few starts a minute only' -Skip:(-not $nodes) {
        foreach ($time in 1..5) { Restart-DockerEngine -DockerHost $Node1 -ErrorAction Stop }
        (Get-DockerEngine -DockerHost $Node1).IsRunning | Should -BeTrue
    }
}
