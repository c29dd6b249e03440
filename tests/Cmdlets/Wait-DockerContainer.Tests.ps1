BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
}

Describe 'Wait-DockerContainer' {
    AfterEach { Remove-TestContainer }

    It 'returns containers after their end, with the exit code' {
        $after = New-TestContainer sh, -c, 'sleep 1; exit 5' | Start-DockerContainer -PassThru | Wait-DockerContainer
        $after | Should -BeOfType DockerOps.Container
        $after.State | Should -Be 'Exited'
        $after.ExitCode | Should -Be 5
        ($after | Wait-DockerContainer -Timeout 30).ExitCode | Should -Be 5
    }

    It 'reports one that still runs, and goes on' {
        $long = New-TestContainer | Start-DockerContainer -PassThru
        $short = New-TestContainer true | Start-DockerContainer -PassThru
        $after = 'no-such-container', $long.Name, $short.Name | Wait-DockerContainer -Timeout 1 -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $after.Name | Should -Be $short.Name
        $failures.TargetObject | Should -Be 'no-such-container', $long.Name
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[1].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
        $failures[1].CategoryInfo.Category | Should -Be 'OperationTimeout'
        ($long | Get-DockerContainer).State | Should -Be 'Running'
    }

    It 'takes seconds and time spans' {
        $long = New-TestContainer | Start-DockerContainer -PassThru
        foreach ($timeout in 1, '0.5', [timespan]::FromSeconds(0.5), '00:00:01') {
            { $long | Wait-DockerContainer -Timeout $timeout -ErrorAction Stop } | Should -Throw -ErrorId 'TimedOut,*'
        }
    }

    It 'is stopped by Ctrl+C at once and leaves the container alone' {
        $long = New-TestContainer | Start-DockerContainer -PassThru
        $started = [datetime]::UtcNow
        $seconds = Measure-Stop { param($Name, $DockerHost) Wait-DockerContainer $Name -DockerHost $DockerHost } -With @{ Name = $long.Name; DockerHost = $LocalHost } -When {
            ([datetime]::UtcNow - $started).TotalSeconds -gt 2
        }
        $seconds | Should -BeLessThan 5
        ($long | Get-DockerContainer).State | Should -Be 'Running'
    }
}
