BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $address = $Lab.hosts.'sme9-docker'.address
}

Describe 'New-DockerCertificate' {
    It 'shows what it would write, and writes it' {
        $folder = Join-Path $TestDrive certs
        $shown = Get-ShownText { New-DockerCertificate $folder -HostName node1, 10.0.0.5 -WhatIf }
        $shown.Count | Should -Be 6
        Test-Path $folder | Should -BeFalse
        $made = New-DockerCertificate $folder -HostName node1, 10.0.0.5
        $made.Kind | Should -Be Authority, Server, Client
        $made[1].HostName | Should -Be node1, 10.0.0.5
        foreach ($file in Get-ChildItem $folder) { $shown -join "`n" | Should -Match ([regex]::Escape($file.FullName)) }
        $made | Out-String -Width 160 | Should -Match 'Server +node1 +node1, 10.0.0.5 +\d{4}-\d\d-\d\d True'
        $made | Format-List * | Out-String | Should -Not -Match PRIVATE
    }

    It 'keeps what is there' {
        $folder = Join-Path $TestDrive certs
        New-DockerCertificate $folder -HostName node2 -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $again = New-DockerCertificate $folder -HostName node2 -Force
        $again.IsNew | Should -Be $false, $true, $true
    }

    It 'refuses what is no name' {
        { New-DockerCertificate (Join-Path $TestDrive x) -HostName 'a b' -ErrorAction Stop } | Should -Throw
    }

    It 'opens the way to an engine over TLS, and to nobody else' {
        $folder = Join-Path $TestDrive tls
        $null = New-DockerCertificate $folder -HostName $address
        try {
            Set-DockerDaemonConfig -TlsVerify -TlsSource $folder -DockerHost $SmeHost -ErrorAction Stop
            $env:DOCKER_CERT_PATH = $folder
            $opened = Connect-DockerHost tcp://${address}:2376 -ErrorAction Stop
            "$($opened.DockerHost)" | Should -Be https://${address}:2376
            (Get-DockerImage -DockerHost tcp://${address}:2376).Count | Should -BeGreaterThan 0
        }
        finally {
            $env:DOCKER_CERT_PATH = $null
            Disconnect-DockerHost -All
            $null = Invoke-DockerHostCommand sh, -c, 'rm -rf /etc/docker/daemon.json /etc/docker/tls /var/lib/dockerops/config; service docker stop; sleep 1; service docker start' -DockerHost $SmeHost
        }
    }
}

AfterAll { Disconnect-DockerHost -All }
