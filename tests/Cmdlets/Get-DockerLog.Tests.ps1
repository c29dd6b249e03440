BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    $here = @{ DockerHost = $LocalHost }
    $done = New-TestContainer sh, -c, 'echo one; echo two; sleep 0.2; echo bad >&2'
    $done | Start-DockerContainer
    $null = $done | Wait-DockerContainer
    $running = New-TestContainer sh, -c, 'echo first; sleep 600'
    $running | Start-DockerContainer
}

AfterAll { Remove-TestContainer }

Describe 'Get-DockerLog' {
    It 'returns lines with their time and stream' {
        $lines = Get-DockerLog $done.Name @here
        $lines | Should -BeOfType DockerOps.LogLine
        "$lines" | Should -Be 'one two bad'
        $lines.Stream | Should -Be Output, Output, Error
        $lines[0].Timestamp.Offset | Should -Be ([timespan]::Zero)
        $lines[0].Timestamp | Should -BeGreaterThan ([DateTimeOffset]::UtcNow.AddHours(-1))
        $lines[0].Container | Should -Be $done.Name
        $lines[0].DockerHost | Should -Be $LocalHost
    }

    It 'takes containers from the pipeline' {
        ($done, $running | Get-DockerLog).Text | Should -Be one, two, bad, first
        ($done.Name, $done.Id | Get-DockerLog -Tail 1 @here).Text | Should -Be bad, bad
    }

    It 'chooses lines by -Tail, -Since and -Until' {
        $all = $done | Get-DockerLog
        ($done | Get-DockerLog -Tail 1).Text | Should -Be bad
        ($done | Get-DockerLog -Since $all[2].Timestamp).Text | Should -Be bad
        ($done | Get-DockerLog -Until $all[1].Timestamp.AddTicks(1)).Text | Should -Be one, two
        ($done | Get-DockerLog -Since 01:00:00 -Until ([datetime]::Now)).Text | Should -Be one, two, bad
        $done | Get-DockerLog -Until 3600 | Should -BeNullOrEmpty
        { $done | Get-DockerLog -Since yesterday-ish } | Should -Throw '*no point in time*'
    }

    It 'passes lines on as they come' {
        ($running | Get-DockerLog -Follow | Select-Object -First 1).Text | Should -Be first
    }

    It 'says in the engine''s words that a driver keeps nothing, and goes on' {
        $mute = New-DockerContainer $SmeImage -Command true -LogDriver none -Label "$TestLabel=" @here -WarningAction SilentlyContinue
        $lines = $mute.Name, 'no-such', 'a b', $done.Name | Get-DockerLog @here -ErrorVariable failures -ErrorAction SilentlyContinue
        $lines.Text | Should -Be one, two, bad
        $failures.FullyQualifiedErrorId | Should -Be (@('Unsupported', 'NotFound', 'InvalidInput') -replace '$', ',DockerOps.Cmdlets.Containers.GetDockerLogCommand')
        $failures.TargetObject | Should -Be $mute.Name, 'no-such', 'a b'
        "$($failures[0])" | Should -Match 'configured logging driver does not support reading'
    }

    It 'is stopped by Ctrl+C at once while it waits' {
        $seen = [Collections.Concurrent.ConcurrentQueue[string]]::new()
        Measure-Stop {
            param($Container, $Seen, $DockerHost)
            Get-DockerLog $Container -Follow -DockerHost $DockerHost | ForEach-Object { $Seen.Enqueue($_.Text) }
        } -With ($here + @{ Container = $running.Name; Seen = $seen }) -When { $seen.Count -gt 0 } | Should -BeLessThan 5
    }

    It 'shows a table per container' {
        $text = $done | Get-DockerLog | Out-String
        $text | Should -Match "Container: $($done.Name)"
        $text | Should -Match '(?m)^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} Error  bad'
    }

    It 'completes containers' {
        $line = "Get-DockerLog -DockerHost $LocalHost -Container $($done.Name.Substring(0, 10))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain $done.Name
    }
}
