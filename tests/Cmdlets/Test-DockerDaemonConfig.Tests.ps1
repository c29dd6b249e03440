BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $unit = Join-Path $TestDrive docker.service
    Set-Content $unit "[Service]`nExecStart=/usr/bin/dockerd -H fd:// --data-root /srv"
    $json = Join-Path $TestDrive daemon.json
}

Describe 'Test-DockerDaemonConfig' {
    It 'finds a setting in a flag and in daemon.json' {
        Set-Content $json '{ "data-root": "/var/lib/other" }'
        $finding = Test-DockerDaemonConfig $json, $unit -Version 28
        $finding.Id | Should -Be SetTwice
        $finding.Setting | Should -Be data-root
        $finding.Source.Line | Should -Be 2
        Test-DockerDaemonConfig $json, $unit -Quiet | Should -BeFalse
        Get-ChildItem $json, $unit | Test-DockerDaemonConfig -Quiet | Should -BeFalse
        Test-DockerDaemonConfig $unit -Quiet | Should -BeTrue
    }

    It 'tells what goes with an engine: <version>' -ForEach @(
        @{ version = '1.4'; ids = 'UnreadFile' }
        @{ version = '20.10'; ids = $null }
        @{ version = '28'; ids = 'RemovedOption' }
    ) {
        Set-Content $json '{ "graph": "/srv" }'
        (Test-DockerDaemonConfig $json -Version $version).Id | Should -Be $ids
    }

    It 'tells of several other_args lines which one wins' {
        $file = Join-Path $TestDrive docker
        Set-Content $file "other_args=`"-g /a`"`nother_args=`"--dns 10.0.0.1`""
        $finding = Test-DockerDaemonConfig $file
        $finding.Id | Should -Be SeveralAssignments
        $finding.Message | Should -BeLike '*lines 1, 2*line 2 wins*'
    }

    It 'fails for files that cannot be tested' {
        Copy-Item $json (Join-Path $TestDrive other.json)
        Test-DockerDaemonConfig (Join-Path $TestDrive *.json) -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        Test-DockerDaemonConfig (Join-Path $TestDrive none.json) -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        Test-DockerDaemonConfig $unit -Version new -ErrorAction SilentlyContinue -ErrorVariable failures
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }
}
