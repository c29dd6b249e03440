BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
    . "$PSScriptRoot/Backups.ps1"
}

Describe 'Restore-DockerHost' {
    AfterAll { Remove-TestVolume }

    It 'brings back what is gone, and leaves what is there' {
        $name = New-FilledVolume
        $backup = Backup-FilledVolume $name "$TestDrive/a"
        Remove-FilledVolume $name
        $report = Get-DockerBackup "$TestDrive/a" | Restore-DockerHost -WarningAction SilentlyContinue
        $report | Should -BeOfType DockerOps.RestoreReport
        $report.Items | ForEach-Object ToString | Should -Be "Volumes $name", "Containers $name-c"
        Get-VolumeText $name | Should -Be '1234:4321', 'data'
        (Get-DockerContainer "$name-c" -DockerHost $LocalHost).State | Should -Be Running
        $again = Restore-DockerHost $backup.Path
        $again.Items | Should -BeNullOrEmpty
        $again.Skipped | Should -HaveCount 2
    }

    It 'replaces other content with -Force only' {
        $name = New-FilledVolume
        $backup = Backup-FilledVolume $name "$TestDrive/b"
        docker -H $LocalHost run --rm -v "${name}:/v" $SmeImage sh -c 'echo other >/v/file'
        Restore-DockerHost $backup.Path -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        "$($failures[0])" | Should -Match $name
        (Get-VolumeText $name)[1] | Should -Be 'other'
        (Restore-DockerHost $backup.Path -Force).Items.Name | Should -Be $name
        Get-VolumeText $name | Should -Be '1234:4321', 'data'
        (Get-DockerContainer "$name-c" -DockerHost $LocalHost).State | Should -Be Running
    }

    It 'restores nothing where the backup lacks what was asked for by name' {
        $name = New-FilledVolume
        $backup = Backup-FilledVolume $name "$TestDrive/names"
        Remove-FilledVolume $name
        foreach ($with in @{ Volume = 'datta', $name }, @{ Container = 'datta' }) {
            Restore-DockerHost $backup.Path @with -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
            "$failures" | Should -BeLike "*'datta' among the * of '$($backup.Path)'*"
        }

        docker -H $LocalHost volume ls -q | Should -Not -Contain $name
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $name = New-FilledVolume
        $backup = Backup-FilledVolume $name "$TestDrive/c"
        Remove-FilledVolume $name
        $calls = Get-EngineCall { $script:shown = Get-ShownText { $backup | Restore-DockerHost -WhatIf } } | Where-Object { $_ -match $name }
        $calls | Should -BeNullOrEmpty
        Get-DockerVolume $name -DockerHost $LocalHost -ErrorAction Ignore | Should -BeNullOrEmpty
        $announced = @($shown -match '^(POST|DELETE)' | ForEach-Object { ($_ -split ' ')[0..1] -join ' ' })
        $sent = Get-EngineCall { $null = $backup | Restore-DockerHost } | Where-Object { $_ -match "$name|/volumes/create" }
        $sent | Should -Be $announced
        $announced | Should -Be 'POST /volumes/create', "POST /containers/create?name=$name-c", "POST /containers/$name-c/start"
    }

    It 'completes what the backup holds' {
        $name = New-FilledVolume
        $made = Backup-FilledVolume $name $TestDrive/completed
        $line = "Restore-DockerHost $TestDrive/completed -Volume $($name.Substring(0, 10))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $name
        $line = "Restore-DockerHost $($made.Path) -Container $($name.Substring(0, 10))"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "$name-c"
        $line = 'Restore-DockerHost ./no-such-backup -Volume '
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
    }

    It 'refuses another host unless it is to be a clone' {
        $name = New-FilledVolume
        $backup = Backup-FilledVolume $name "$TestDrive/d"
        $backup | Restore-DockerHost -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        "$($failures[0])" | Should -Match '-Clone'
    }
}
