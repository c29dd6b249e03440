BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $Runbook = Join-Path $PSScriptRoot '../../examples/Build-SmeImage.ps1'
    $Name = New-LabName
    $Call = @{ On = $SmeHost; To = $BootHost; Name = $Name; BaseUrl = $Lab.rpm.url; Path = Join-Path $TestDrive 'copie.tar' }
}

AfterAll {
    foreach ($server in $SmeHost, $BootHost) { Get-DockerImage $Name -DockerHost $server -ErrorAction Ignore | Remove-DockerImage -Confirm:$false }
    Disconnect-DockerHost -All
}

Describe 'The runbook Build-SmeImage' {
    It 'shows everything and changes nothing with -WhatIf' {
        $shown = (Get-ShownText { & $Runbook @Call -WhatIf 6>$null }) -join "`n"
        foreach ($part in '--installroot=', 'docker --host', 'echo', 'tag=VERSION', '/images/get', '/images/load', '"Dns":["192.168.1.1"]', '/commit') {
            $shown.Contains($part) | Should -BeTrue -Because $part
        }
        Test-Path $Call.Path | Should -BeFalse
        Get-DockerImage $Name -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'runs' {
        $before = (Get-DockerContainer -DockerHost $BootHost).Count
        $results = & $Runbook @Call 6>$null
        $results.Where{ $_ -is [DockerOps.Image] }.Name | Should -Be "${Name}:6.5", "${Name}:6.5", "${Name}:version-001"
        $runs = $results.Where{ $_ -is [DockerOps.CommandResult] }
        $runs.Success | Should -Not -Contain $false
        $runs[0].ToString() | Should -Be 'root'
        $runs.Where{ $_.Command -contains '/etc/resolv.conf' }.Output | Should -BeLike '*192.168.1.1*'
        (Get-DockerContainer -DockerHost $BootHost).Count | Should -Be $before
    }
}
