BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
}

Describe 'Get-DockerContainer' {
    BeforeAll {
        $prefix = New-LabName
        $running = New-TestContainer -Name "$prefix-running" | Start-DockerContainer -PassThru
        $created = New-TestContainer -Name "$prefix-created"
        $exited = New-TestContainer 'sh', '-c', 'exit 4' "$prefix-exited" | Start-DockerContainer -PassThru | Wait-DockerContainer
    }

    AfterAll { Remove-TestContainer }

    It 'lists containers in every state' {
        $all = Get-DockerContainer -DockerHost $LocalHost
        $all | Should -BeOfType DockerOps.Container
        $all.Id | Should -Contain $running.Id
        $all.Id | Should -Contain $created.Id
        $all.Id | Should -Contain $exited.Id
        $all.DockerHost | ForEach-Object { $_ | Should -Be $LocalHost }
    }

    It 'finds by name, wildcard, id and the beginning of one' {
        Get-DockerContainer "$prefix-*" -DockerHost $LocalHost | Should -HaveCount 3
        (Get-DockerContainer $created.Name -DockerHost $LocalHost).Id | Should -Be $created.Id
        (Get-DockerContainer $created.Id -DockerHost $LocalHost).Name | Should -Be $created.Name
        (Get-DockerContainer $created.Id.Substring(0, 12) -DockerHost $LocalHost).Name | Should -Be $created.Name
    }

    It 'filters by state, label and image' {
        (Get-DockerContainer "$prefix-*" -State Running, Created -DockerHost $LocalHost).Name | Sort-Object |
            Should -Be "$prefix-created", "$prefix-running"
        (Get-DockerContainer -Label $TestLabel -State Exited -DockerHost $LocalHost).ExitCode | Should -Be 4
        (Get-DockerContainer -Image $SmeImage -DockerHost $LocalHost).Id | Should -Contain $running.Id
        Get-DockerContainer -Label 'org.example.nobody=has' -DockerHost $LocalHost | Should -BeNullOrEmpty
    }

    It 'looks again at containers from the pipeline, on their host' {
        ($running, $exited | Get-DockerContainer).State | Should -Be 'Running', 'Exited'
    }

    It 'gives all containers of a host from the pipeline' {
        (Get-DockerHost $LocalHost | Get-DockerContainer).Id | Should -Contain $running.Id
    }

    It 'never takes nothing for all, so that nothing is removed that was not meant: <_>' -ForEach 'Name', 'State', 'Label', 'Image' {
        $nothing = @{ $_ = $null }
        { Get-DockerContainer @nothing -DockerHost $LocalHost } | Should -Throw
        $null | Get-DockerContainer -DockerHost $LocalHost -ErrorAction SilentlyContinue -ErrorVariable failures | Should -BeNullOrEmpty
        $failures | Should -Match 'no name in it'
    }

    It 'reports a name that is not there and goes on; a pattern that fits nothing is no error' {
        $found = 'no-such-container', $created.Name | Get-DockerContainer -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $found.Name | Should -Be $created.Name
        $failures | Should -HaveCount 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $failures[0].TargetObject | Should -Be 'no-such-container'
        Get-DockerContainer 'no-such-*' -DockerHost $LocalHost -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says that no engine answers' {
        Get-DockerContainer -DockerHost unix:///no/such.sock -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        "$($failures[0].TargetObject)" | Should -Be 'unix:///no/such.sock'
    }

    It 'shows a table' {
        $table = Get-DockerContainer "$prefix-running" -DockerHost $LocalHost | Format-Table | Out-String -Width 200
        $table | Should -Match 'Name +Id +Image +Status +Ports +Command'
        $table | Should -Match "$prefix-running +$($running.Id.Substring(0, 12)) +$SmeImage +Up .*sleep 600"
    }

    It 'shows whether containers with long names run, in 80 columns too' {
        $long = New-TestContainer -Name "$prefix-with-a-rather-long-name" | Start-DockerContainer -PassThru
        $long | Format-Table | Out-String -Width 80 | Should -Match "$($long.Name) +$($long.Id.Substring(0, 12)) +$SmeImage +Up"
        $long | Remove-DockerContainer -Force
    }

    It 'completes names and states' {
        $line = "Get-DockerContainer -DockerHost $LocalHost -Name $prefix-"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Sort-Object |
            Should -Be "$prefix-created", "$prefix-exited", "$prefix-running"
        (TabExpansion2 'Get-DockerContainer -State Ru').CompletionMatches.CompletionText | Should -Be 'Running'
    }

    It 'completes nothing, and quickly, where no engine answers' {
        $line = 'Get-DockerContainer -DockerHost unix:///no/such.sock -Name '
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -eq ParameterValue | Should -BeNullOrEmpty
    }
}
