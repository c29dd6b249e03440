BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }
BeforeAll { . "$PSScriptRoot/Lab.ps1" }

Describe 'Get-DockerEngine' {
    It 'tells package, service and counts of an engine over SSH' {
        $engine = Get-DockerEngine -DockerHost $SmeHost
        $engine | Should -BeOfType DockerOps.DockerEngine
        $engine.IsRunning | Should -BeTrue
        $engine.Version | Should -Be $Lab.hosts.'sme9-docker'.engineVersion
        $engine.ClientVersion | Should -Be $engine.Version
        $engine.Installation | Should -Be Package
        $engine.Package | Should -BeLike 'docker.io *'
        $engine.Packages -match '^(containerd|runc) ' | Should -HaveCount 2
        $engine.Program | Should -Be '/usr/sbin/dockerd'
        $engine.ContainerdVersion, $engine.RuncVersion | ForEach-Object { $_ | Should -Match '^\d+\.\d+' }
        $engine.Service.Kind, $engine.Service.Name | Should -Be 'Script', 'docker'
        $engine.DataRoot, $engine.StorageDriver, $engine.ImageStore | Should -Be '/var/lib/docker', 'overlay2', 'graph driver'
        $engine.LiveRestore | Should -BeFalse
        $engine.SwarmRole | Should -Be 'inactive'
        $engine.Images | Should -BeGreaterThan 0
        $engine.ImagesSize | Should -BeNullOrEmpty
        "$engine" | Should -Be "$($engine.Version) on ssh://$SmeHost"
    }

    It 'measures on demand, and knows an engine on a socket of its own as a process' {
        $engine = Get-DockerEngine -DockerHost $LocalHost -Size
        $engine.ImagesSize | Should -BeGreaterThan 1MB
        $engine.ContainersSize, $engine.VolumesSize | ForEach-Object { $_ | Should -BeGreaterOrEqual 0 }
        $engine.Service.Kind | Should -Be 'Process'
        $engine.Installation | Should -Be 'Unknown'
    }

    It 'gives what the engine alone tells where no command can be run' {
        $engine = Get-DockerEngine -DockerHost $Lab.engines.local.tcp
        $engine.Version | Should -Be $Lab.engines.local.version
        $engine.Service | Should -BeNullOrEmpty
    }

    It 'works for a user without root, and fails for one who may not ask the engine' {
        (Get-DockerEngine -DockerHost "docker@sme9-docker:$($Lab.hosts.'sme9-docker'.port)").Service.Kind | Should -Be 'Script'
        Get-DockerEngine -DockerHost "plain@sme9-docker:$($Lab.hosts.'sme9-docker'.port)" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
    }

    It 'tells the service in words where a report has room for one column' {
        (Get-DockerEngine -DockerHost $SmeHost | ConvertTo-Csv | ConvertFrom-Csv).Service | Should -Be 'docker, running'
    }

    It 'has a table view and takes hosts from the pipeline' {
        Get-DockerHost $SmeHost | Get-DockerEngine | Out-String -Width 80 |
            Should -Match "Host +Version +Boot +Images +Running +Service\s+[- ]+\s+ssh://$SmeHost +\S+ +(yes|no)? +\d+ +\d+/\d+ +docker, running"
    }

    It 'takes hosts as Update-DockerEngine takes them, and so do the others of its noun' {
        ($SmeHost, $LocalHost | Get-DockerEngine).DockerHost | Should -Be "ssh://$SmeHost", $LocalHost
        (Get-DockerEngine $SmeHost, $LocalHost).DockerHost | Should -Be "ssh://$SmeHost", $LocalHost
        ($SmeHost | Test-DockerEngine).DockerHost | Select-Object -Unique | Should -Be "ssh://$SmeHost"
        foreach ($command in { Stop-DockerEngine $SmeHost -WhatIf }, { $SmeHost | Stop-DockerEngine -WhatIf }, { $SmeHost | Restart-DockerEngine -WhatIf }) {
            (Get-ShownText $command)[0] | Should -Be "service docker stop on ssh://$SmeHost"
        }

        $SmeHost | Start-DockerEngine -Verbose 4>&1 | Should -BeLike '*runs already.'
        $SmeHost | Enable-DockerEngine -WhatIf -ErrorVariable failures
        $failures | Should -BeNullOrEmpty
    }

    It 'lists its service in few words' {
        Get-DockerEngine -DockerHost $SmeHost | Format-List | Out-String -Width 200 | Should -Match 'Service +: docker, running'
    }

    It 'names a unit and the package of docker-ce' -Skip:(-not $nodes) {
        $engine = Get-DockerEngine -DockerHost $Node1
        $engine.Package | Should -Be "docker-ce 3:$($Lab.nodes.versions[0])-1.lab x86_64"
        $engine.Packages.Count | Should -Be 4
        $engine.Service.Name, $engine.Service.State, $engine.Service.SocketUnit | Should -Be 'docker.service', 'active', 'docker.socket'
        $engine.Service.IsEnabled | Should -BeTrue
        (Get-DockerEngine -DockerHost $Node2).Package | Should -BeLike 'docker-engine *'
    }
}
