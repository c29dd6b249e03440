BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
}

Describe 'Test-DockerEngine' {
    It 'checks version, images and a container, and leaves nothing' {
        $version = $Lab.engines.local.version
        $before = (Get-DockerContainer -DockerHost $LocalHost).Id
        $checks = Test-DockerEngine -DockerHost $LocalHost -Image $SmeImage -Version ($version -replace '^(\d+\.\d+).*', '$1')
        $checks | Should -BeOfType DockerOps.EngineCheck
        $checks.Name | Should -Be 'Version', 'Images', 'Container'
        $checks.Passed | Should -Be $true, $true, $true
        $checks[0].Detail | Should -Be $version
        $checks[2].Detail | Should -Be "$SmeImage printed Hello World"
        (Get-DockerContainer -DockerHost $LocalHost).Id | Should -Be $before
    }

    It 'finds an image by itself' {
        (Test-DockerEngine -DockerHost $SmeHost)[2].Passed | Should -BeTrue
        Test-DockerEngine -DockerHost $SmeHost -Quiet | Should -BeTrue
    }

    It 'fails for another version, and a version is no prefix of digits' {
        (Test-DockerEngine -DockerHost $LocalHost -Version 1.4)[0].Passed | Should -BeFalse
        Test-DockerEngine -DockerHost $LocalHost -Version ($Lab.engines.local.version -replace '^(\d).*', '$1') -Quiet | Should -BeFalse
        Test-DockerEngine -DockerHost $LocalHost -Version newest -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'fails for an image that is not there' {
        $check = (Test-DockerEngine -DockerHost $LocalHost -Image no-such:image)[2]
        $check.Passed | Should -BeFalse
        $check.Detail | Should -BeLike '*no-such:image*'
    }

    It 'says of an engine that does not answer only that' {
        $checks = @(Test-DockerEngine -DockerHost unix:///run/no-such.sock)
        $checks.Name | Should -Be 'Version'
        $checks.Passed | Should -BeFalse
        Test-DockerEngine -DockerHost unix:///run/no-such.sock -Quiet | Should -BeFalse
    }

    It 'has a table view' {
        Test-DockerEngine -DockerHost $LocalHost | Out-String | Should -Match 'Check +Passed +Time Detail'
    }
}
