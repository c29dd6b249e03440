BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $Runbook = Join-Path $PSScriptRoot '../../examples/Build-SmeImage.ps1'
    $Name = New-LabName
    # The lab has no EPEL, so another repository stands in for it: a preset's mirror has a folder for each id.
    $Call = @{ On = $SmeHost; To = $BootHost; Name = $Name; BaseUrl = $Lab.rpm.url; EpelUrl = "$($Lab.rpm.url)/{id}/../smeextras"; Path = Join-Path $TestDrive 'copie.tar' }
}

AfterAll {
    Unregister-YumRepository epel -DockerHost $SmeHost -Confirm:$false
    foreach ($server in $SmeHost, $BootHost) { Get-DockerImage $Name -DockerHost $server -ErrorAction Ignore | Remove-DockerImage -Confirm:$false }
    Disconnect-DockerHost -All
}

Describe 'The runbook Build-SmeImage' {
    It 'shows everything and changes nothing with -WhatIf' {
        $shown = (Get-ShownText { & $Runbook @Call -WhatIf 6>$null }) -join "`n"
        foreach ($part in 'epel', '--installroot=', 'docker --host', 'echo', 'tag=VERSION', '/images/get', '/images/load', '"Dns":["192.168.1.1"]', '/commit') {
            $shown.Contains($part) | Should -BeTrue -Because $part
        }
        Test-Path $Call.Path | Should -BeFalse
        Get-DockerImage $Name -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'runs' {
        $before = (Get-DockerContainer -DockerHost $BootHost).Count
        $results = & $Runbook @Call 6>$null
        $results.Where{ $_ -is [DockerOps.Image] }.Name | Should -Be "${Name}:6.5", "${Name}:6.5", "${Name}:version-001"
        (Get-YumRepository epel -DockerHost $SmeHost).Id | Should -Be 'epel'
        $runs = $results.Where{ $_ -is [DockerOps.CommandResult] }
        $runs.Success | Should -Not -Contain $false
        $runs[0].ToString() | Should -Be 'root'
        $runs.Where{ $_.Command -contains '/etc/resolv.conf' }.Output | Should -BeLike '*192.168.1.1*'
        (Get-DockerContainer -DockerHost $BootHost).Count | Should -Be $before
    }
}
