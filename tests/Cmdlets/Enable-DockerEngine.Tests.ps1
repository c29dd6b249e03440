BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/ESmith.ps1"
}

Describe 'Enable-DockerEngine' {
    It 'shows the command of the host''s own init system' {
        Get-ShownText { Enable-DockerEngine -DockerHost $SmeHost -WhatIf } | Should -Be "update-rc.d docker defaults on ssh://$SmeHost"
    }

    It 'enables the engine, silently and as often as one likes' {
        Enable-DockerEngine -DockerHost $SmeHost | Should -BeNullOrEmpty
        $engine = Enable-DockerEngine -DockerHost $SmeHost -PassThru
        $engine.DockerHost | Should -Be "ssh://$SmeHost"
        (Invoke-DockerHostCommand sh, -c, 'ls /etc/rc3.d' -DockerHost $SmeHost).Lines -match '^S\d+docker$' | Should -Not -BeNullOrEmpty
    }

    It 'needs root' {
        Enable-DockerEngine -DockerHost "plain@sme9-docker:$($Lab.hosts.'sme9-docker'.port)" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
    }

    Context 'On an SME server' {
        BeforeAll { Install-ESmith }
        AfterAll { Uninstall-ESmith }

        It 'runs what -WhatIf shows' {
            $shown = Get-ShownText { Enable-DockerEngine -DockerHost $SmeHost -WhatIf }
            $calls = Get-ESmithCall { Enable-DockerEngine -DockerHost $SmeHost }
            $shown | Should -Be @(
                "ln -sfn /etc/rc.d/init.d/e-smith-service /etc/rc7.d/S95docker on ssh://$SmeHost"
                $calls.ForEach{ "$_ on ssh://$SmeHost" })
            (Invoke-DockerHostCommand /sbin/e-smith/config, print, docker -DockerHost $SmeHost).ToString() | Should -Be 'docker=service|status|enabled'
        }
    }
}
