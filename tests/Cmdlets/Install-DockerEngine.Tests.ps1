BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }
BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/HostCommands.ps1"
}

Describe 'Install-DockerEngine' {
    It 'refuses a host that has an engine' {
        Install-DockerEngine -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].Exception.Message | Should -BeLike '*docker.io 20.10*Update-DockerEngine*'
    }

    It 'refuses values that do not fit each other' {
        Install-DockerEngine 28.5.2 -Source Static -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        Install-DockerEngine -Sha256 abc -DockerHost $SmeHost -ErrorVariable +failures -ErrorAction SilentlyContinue
        Install-DockerEngine -Path /no/such.rpm -DockerHost $SmeHost -ErrorVariable +failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -Be 'InvalidInput,DockerOps.Cmdlets.Installation.InstallDockerEngineCommand', 'InvalidInput,DockerOps.Cmdlets.Installation.InstallDockerEngineCommand', 'NotFound,DockerOps.Cmdlets.Installation.InstallDockerEngineCommand'
    }

    It 'completes the names of packages' {
        (TabExpansion2 'Install-DockerEngine -Package docker.').CompletionMatches.CompletionText | Should -Be 'docker.io'
    }

    Context 'On a host without an engine' -Skip:(-not $nodes) {
        BeforeAll {
            $oldest = $Lab.nodes.versions[0]
            $null = Invoke-DockerHostCommand dnf, -q, -y, remove, docker-ce, docker-ce-cli, containerd.io, docker-compose-plugin -DockerHost $Node1 -Strict
        }

        AfterAll {
            # Its containerd as well, which came in its newest version.
            $null = Invoke-DockerHostCommand sh, -c, 'cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-ce)' -DockerHost $Node1 -Strict
            Start-DockerEngine -DockerHost $Node1
            Enable-DockerEngine -DockerHost $Node1
        }

        It 'takes the engine from the repository it is told, piped or named' {
            $shown = Get-ShownText { Get-YumRepository docker -DockerHost $Node1 | Install-DockerEngine $oldest -WhatIf }
            $shown[1] | Should -Be "env 'LC_ALL=C' dnf -y '--enablerepo=docker' install docker-ce-3:$oldest-1.lab docker-ce-cli-1:$oldest-1.lab containerd.io docker-compose-plugin on ssh://$Node1"
            Install-DockerEngine -Repository nowhere -DockerHost $Node1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            $failures[0].TargetObject | Should -Be 'nowhere'
        }

        It 'makes one installation of the <what> that come through the pipeline' -ForEach @(
            @{ what = 'files'; from = { Get-ChildItem "$rpms/docker-ce*-$oldest-*.rpm" } }
            @{ what = 'packages'; from = { Get-RpmPackage "$rpms/docker-ce*-$oldest-*.rpm" } }
            @{ what = 'files and packages'; from = { Get-Item "$rpms/docker-ce-$oldest-*.rpm"; Get-RpmPackage "$rpms/docker-ce-cli-$oldest-*.rpm" } }
        ) {
            $rpms = "$($Lab.nodes.packages)/rpm"
            $shown = Get-ShownText { & $from | Install-DockerEngine -DockerHost $Node1 -WhatIf }
            $shown[0] | Should -Be "mkdir -p -- /var/lib/dockerops/install on ssh://$Node1"
            @($shown -match '^copy ').Count | Should -Be 2
            @($shown -match ' install ')[0] | Should -Match "/docker-ce-$oldest-1.lab.x86_64.rpm"
            @($shown -match ' install ')[0] | Should -Match "/docker-ce-cli-$oldest-1.lab.x86_64.rpm"
        }

        It 'refuses a piped file that is not there, and a source package alone, in place of installing from repositories' {
            $source = Get-RpmPackage "$($Lab.nodes.packages)/rpm/docker-ce-cli-$oldest-*.rpm"
            $source.GetType().GetProperty('Architecture').SetValue($source, 'src')
            $source | Install-DockerEngine -DockerHost $Node1 -ErrorVariable failures -ErrorAction SilentlyContinue
            [pscustomobject]@{ PSPath = '/no/such.rpm' } | Install-DockerEngine -DockerHost $Node1 -ErrorVariable +failures -ErrorAction SilentlyContinue
            $failures.FullyQualifiedErrorId | Should -Be 'InvalidInput,DockerOps.Cmdlets.Installation.InstallDockerEngineCommand', 'NotFound,DockerOps.Cmdlets.Installation.InstallDockerEngineCommand'
            Test-DockerEngine -DockerHost $Node1 -Quiet | Should -BeFalse
        }

        It 'shows what it then runs, with the solver''s own changes' {
            $shown = Get-ShownText { Install-DockerEngine $oldest -DockerHost $Node1 -WhatIf }
            $shown[0] | Should -Be "env 'LC_ALL=C' dnf -y install --downloadonly docker-ce-3:$oldest-1.lab docker-ce-cli-1:$oldest-1.lab containerd.io docker-compose-plugin on ssh://$Node1"
            $shown[1] | Should -Be "env 'LC_ALL=C' dnf -y install docker-ce-3:$oldest-1.lab docker-ce-cli-1:$oldest-1.lab containerd.io docker-compose-plugin on ssh://$Node1"
            @($shown -match '^    Install ').Count | Should -Be 4
            $shown[-4..-1] | Should -Be @(
                "systemctl reset-failed docker.service on ssh://$Node1"
                "systemctl start docker.service on ssh://$Node1"
                "wait at most 60 s until the engine answers on ssh://$Node1"
                "systemctl enable docker on ssh://$Node1")
            Test-DockerEngine -DockerHost $Node1 -Quiet | Should -BeFalse

            $ran = Get-HostCommand { $script:engine = Install-DockerEngine $oldest -DockerHost $Node1 }
            # What the solver changes is shown below its command, indented.
            Assert-CommandShown (Get-ShownCommand ($shown -notmatch '^    ') $Node1) $ran
            $engine.Package | Should -BeLike "docker-ce 3:$oldest-*"
            $history = (Invoke-DockerHostCommand dnf, history, info, last -DockerHost $Node1).Lines -match '^Command Line'
            $history | Should -BeLike "*-y install docker-ce-3:$oldest-1.lab docker-ce-cli-1:$oldest-1.lab containerd.io docker-compose-plugin"
            Test-DockerEngine -DockerHost $Node1 -Version $oldest -Quiet | Should -BeTrue
        }
    }
}
