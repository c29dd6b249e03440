BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Rpms.ps1"
    . "$PSScriptRoot/Signing.ps1"
    $runbook = Join-Path $PSScriptRoot '../../examples/Publish-DockerRpm.ps1'
    $null = Get-LabBuilder
    $sources = New-DockerSource (Join-Path $TestDrive 'sources')
    $name = New-LabName updocker
    # nginx comes from a repository of apt on the host itself.
    $null = Invoke-DockerHostCommand sh, -c, 'cp /etc/apt/sources.list /root/sources.list; echo "deb [trusted=yes] file:/srv/web ./" >/etc/apt/sources.list' -DockerHost $SmeHost
    # The policy is a package whose files nothing on the lab's host has.
    $call = @{
        Source = "$sources/docker"; Version = '1.12.1'; BuildOn = $LocalHost; To = $SmeHost; Node = $SmeHost; SigningKey = $SigningKey; Name = $name
        BaseUrl = "http://$($Lab.hosts.'sme9-docker'.address)/$name"; Path = Join-Path $TestDrive $name; Package = 'docker-engine-selinux'
        Mirror = @{ RuncSource = "$sources/runc"; ContainerdSource = "$sources/containerd" }
    }
}

AfterAll {
    $null = Invoke-DockerHostCommand sh, -c, 'rpm -e docker-engine-selinux; rm -f "/etc/yum.repos.d/$1.repo" "/etc/pki/rpm-gpg/RPM-GPG-KEY-$1"; service nginx stop; DEBIAN_FRONTEND=noninteractive apt-get -qq -y purge nginx nginx-common; rm -rf /var/www/html; mv /root/sources.list /etc/apt/sources.list' , sh, $name -DockerHost $SmeHost
    Remove-SigningHome
    Disconnect-DockerHost -All
}

Describe 'The runbook Publish-DockerRpm' {
    It 'shows what it can and changes nothing with -WhatIf' {
        $shown = (Get-ShownText { & $runbook @call -WhatIf 6>$null }) -join "`n"
        foreach ($part in 'clone --quiet', 'FROM dockercore/builder-rpm:centos-7', 'POST /build', 'docker-engine-selinux.spec') {
            $shown.Contains($part) | Should -BeTrue -Because $part
        }
        Test-Path $call.Path, "$($call.Path).packages" | Should -Not -Contain $true
    }

    It 'runs: a host installs the signed package from the published, signed repository' {
        $results = & $runbook @call 6>$null
        $results.Where{ $_ -is [DockerOps.RpmPackage] } | Should -HaveCount 4
        $repository = $results.Where{ $_ -is [DockerOps.YumRepository] }
        $repository[-1].BaseUrl | Should -Be $call.BaseUrl
        (Get-YumRepository $name -DockerHost $SmeHost).Definition.ToString() | Should -BeLike '*gpgcheck=1*repo_gpgcheck=1*'
        (Invoke-DockerHostCommand rpm, -q, docker-engine-selinux -DockerHost $SmeHost).ToString() | Should -Be 'docker-engine-selinux-1.12.1-1.noarch'
        @(Get-RpmPackage $call.Path).Signer | Should -Not -Contain $null
    }

    It 'builds nothing again' {
        Get-RpmCall { $null = & $runbook @call 6>$null } | Should -BeNullOrEmpty
    }
}
