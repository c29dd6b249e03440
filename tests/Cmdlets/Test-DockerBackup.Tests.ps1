BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
    . "$PSScriptRoot/Backups.ps1"
    $Name = New-FilledVolume
    $Made = Backup-FilledVolume $Name $TestDrive/all
}

Describe 'Test-DockerBackup' {
    AfterAll { Remove-TestVolume }

    It 'reads every file, and rehearses volumes' {
        $checks = $Made | Test-DockerBackup -Rehearse
        $checks | Should -HaveCount $Made.Files.Count
        $checks.Passed | Should -Not -Contain $false
        $checks | Out-String -Width 300 | Should -BeLike "*Path: $($Made.Path)*Passed Rehearsed*"
        ($checks | Where-Object Rehearsed).Name | Should -Be $Name
        docker -H $LocalHost volume ls -q --filter label=org.dockerops.rehearsal | Should -BeNullOrEmpty
        Test-DockerBackup $Made.Path -Quiet | Should -BeTrue
    }

    It 'takes folders from the pipeline' {
        Get-ChildItem $TestDrive/all | Test-DockerBackup -Quiet | Should -BeTrue
        $Made.Path | Test-DockerBackup -Quiet | Should -BeTrue
        $Made.Path | Restore-DockerHost -WhatIf -ErrorAction Stop
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $calls = Get-ContainerCall 'rehearsal' { $script:shown = Get-ShownText { $Made | Test-DockerBackup -Rehearse -WhatIf } }
        $calls | Should -BeNullOrEmpty
        $null = $Made | Test-DockerBackup -Rehearse
        ($shown -match 'DELETE /volumes/dockerops-rehearsal-') | Should -HaveCount 1
    }

    It 'needs no host to read a backup that lies here' {
        Test-DockerBackup $Made.Path -DockerHost 'ssh://root@127.0.0.1:1' -Quiet | Should -BeTrue
    }

    It 'finds a changed byte' {
        $file = "$($Made.Path)/$(($Made.Files | Where-Object Part -eq Volumes).Path)"
        $bytes = [IO.File]::ReadAllBytes($file)
        $bytes[600] = $bytes[600] -bxor 1
        [IO.File]::WriteAllBytes($file, $bytes)
        Test-DockerBackup $Made.Path -Quiet | Should -BeFalse
        $bad = Test-DockerBackup $Made.Path | Where-Object -Not Passed
        $bad.Name | Should -Be $Name
        $bad.Message | Should -Match 'SHA-256'
    }
}
