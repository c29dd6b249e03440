BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }

BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $runbook = Join-Path $PSScriptRoot '../../examples/Update-Engine.ps1'
}

Describe 'The runbook Update-Engine' -Skip:(-not $nodes) {
    BeforeAll {
        $old, $new = $Lab.nodes.versions[0, 1]
        $call = @{ On = $Node1; Version = $new; BackupPath = "$TestDrive/backup" }
    }

    AfterAll { Disconnect-DockerHost -All }

    It 'shows what it would do, and changes nothing with -WhatIf' {
        $shown = (Get-ShownText { & $runbook @call -WhatIf 3>$null 6>$null }) -join "`n"
        foreach ($part in 'images/get', '--downloadonly', 'systemctl stop docker', 'rpm -U', 'systemctl start docker', "has to say $new") {
            $shown.Contains($part) | Should -BeTrue -Because $part
        }
        Test-Path $call.BackupPath | Should -BeFalse
        (Test-DockerHost $Node1).EngineVersion | Should -BeLike "$old*"
    }

    It 'runs: looks, backs up, upgrades and checks' {
        try {
            $results = & $runbook @call 3>$null 6>$null
            $results.Where{ $_ -is [DockerOps.DockerEngine] }.Version -replace '[^\d.].*' | Should -Be $old, $new
            $results.Where{ $_ -is [DockerOps.UpgradePlan] }.IsBlocked | Should -BeFalse
            (Test-DockerBackup $results.Where{ $_ -is [DockerOps.Backup] }[0].Path).Passed | Should -Not -Contain $false
            $results.Where{ $_ -is [DockerOps.UpgradeReport] }.Outcome | Should -Be 'Upgraded'
            $results.Where{ $_ -is [DockerOps.EngineCheck] }.Passed | Should -Not -Contain $false
        }
        finally {
            (Restore-DockerEngine $Node1).Outcome | Should -Be 'Restored'
        }

        (Test-DockerHost $Node1).EngineVersion | Should -BeLike "$old*"
    }
}
