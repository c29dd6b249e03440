BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
    . "$PSScriptRoot/Backups.ps1"
    . "$PSScriptRoot/HostCommands.ps1"
}

Describe 'Backup-DockerHost' {
    AfterAll { Remove-TestVolume }

    It 'makes a folder with a manifest, and gives the backup' {
        $name = New-FilledVolume
        $backup = Backup-FilledVolume $name "$TestDrive/a"
        $backup | Should -BeOfType DockerOps.Backup
        $backup.DockerHost | Should -Be $LocalHost
        $backup.Volumes.Name | Should -Be $name
        $backup.Containers | Should -Be "$name-c"
        (Get-ChildItem "$TestDrive/a").Name | Should -Be (Split-Path -Leaf $backup.Path)
        (Get-Content -Raw "$($backup.Path)/manifest.json" | ConvertFrom-Json).Files.Count | Should -Be $backup.Files.Count
        foreach ($file in $backup.Files) { (Get-FileHash "$($backup.Path)/$($file.Path)").Hash | Should -Be $file.Sha256 }
        (Get-DockerContainer "$name-c" -DockerHost $LocalHost).State | Should -Be Running
        "$($backup | Out-String)" | Should -Match 'Volumes'
        # As a list, which is what a script's log shows after the table of something else.
        $backup | Format-List | Out-String | Should -Match "Volumes +: \{$name\}"
    }

    It 'warns of folders of the host, once' {
        $name = New-FilledVolume
        $null = New-DockerContainer $SmeImage -Name "$name-b" -Volume '/tmp:/one', '/srv:/two' -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
        $backup = Backup-DockerHost $LocalHost "$TestDrive/b" -Include Containers -Container "$name-b" -WarningVariable warnings -WarningAction SilentlyContinue
        @($warnings).Count | Should -Be 1
        "$warnings" | Should -Match '/tmp'
        $backup.Omitted.Name | Should -Contain '/srv'
    }

    It 'makes no backup without what was asked for by name, and tells it of the next host all the same' {
        $name = New-FilledVolume
        $cases = @{ Volumes = @{ Volume = $name, 'datta' } }, @{ Containers = @{ Container = 'datta' } }, @{ Networks = @{ Network = 'datta' } }, @{ Images = @{ Image = 'datta' } }
        foreach ($case in $cases) {
            $part, $with = @($case.Keys)[0], @($case.Values)[0]
            Backup-DockerHost $LocalHost -Path "$TestDrive/missing" -Include $part @with -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures.FullyQualifiedErrorId | Should -Be 'NotFound,DockerOps.Cmdlets.Backups.BackupDockerHostCommand'
            $failures[0].TargetObject | Should -Be datta
            "$failures" | Should -BeLike "*'datta' among the $($part.ToLower()) of '$LocalHost'*"
        }

        Test-Path "$TestDrive/missing" | Should -BeFalse
        # A pattern is no error, as everywhere in the shell, but no silence either; and what is left out is not asked for.
        $backup = Backup-DockerHost $LocalHost -Path "$TestDrive/missing" -Include Volumes -Volume 'datta*' -Container datta -WarningVariable warnings -WarningAction SilentlyContinue
        $backup.Volumes | Should -BeNullOrEmpty
        "$warnings" | Should -BeLike "*like 'datta``*'*"
    }

    It 'knows an image by its repository and the beginning of its id, as Get-DockerImage does' {
        $image = Get-DockerImage $SmeImage -DockerHost $LocalHost
        foreach ($name in $SmeImage, $image.Repository, $image.Id, $image.Id.Substring(7, 12)) {
            $backup = Backup-DockerHost $LocalHost -Path "$TestDrive/image" -Include Images -Image $name
            $backup.Images.References | Should -Contain $SmeImage
            "$($backup.Images)" | Should -Match $SmeImage
            Remove-Item -Recurse $backup.Path
        }
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $name = New-FilledVolume
        $id = (Get-DockerContainer "$name-c" -DockerHost $LocalHost).Id
        $with = @{ DockerHost = $LocalHost; Path = "$TestDrive/c"; Include = 'Volumes'; Volume = $name; Hold = 'Stop'; StopTimeout = 1 }
        $calls = Get-ContainerCall $id { $script:shown = Get-ShownText { Backup-DockerHost @with -WhatIf } }
        $calls | Should -BeNullOrEmpty
        Test-Path "$TestDrive/c" | Should -BeFalse
        $announced = @($shown -match '^POST' | ForEach-Object { ($_ -split ' ')[0..1] -join ' ' })
        Get-ContainerCall $id { $null = Backup-DockerHost @with } | Should -Be $announced
        $announced | Should -Be "POST /containers/$id/stop?t=1", "POST /containers/$id/start"
        "$shown" | Should -Match 'tar --create .*volumes/'
    }

    It 'runs on a host the commands that -WhatIf shows, and so does Restore-DockerHost' {
        $name = New-LabName 'whatif'
        $null = New-DockerVolume $name -DockerHost $SmeHost
        try {
            $with = @{ DockerHost = $SmeHost; Path = "$TestDrive/over-ssh"; Include = 'Volumes', 'Configuration'; Volume = $name }
            $shown = Get-ShownCommand (Get-ShownText { Backup-DockerHost @with -WhatIf }) $SmeHost
            $shown -like 'tar --create*' | Should -HaveCount 2
            Assert-CommandShown $shown (Get-HostCommand { $script:backup = Backup-DockerHost @with })
            Remove-DockerVolume $name -DockerHost $SmeHost -Confirm:$false
            $shown = Get-ShownCommand (Get-ShownText { $backup | Restore-DockerHost -Include Volumes -WhatIf }) $SmeHost
            $shown -like 'tar --extract*' | Should -HaveCount 1
            Assert-CommandShown $shown (Get-HostCommand { $null = $backup | Restore-DockerHost -Include Volumes })
        }
        finally {
            Get-DockerVolume $name -DockerHost $SmeHost -ErrorAction Ignore | Remove-DockerVolume -Confirm:$false
        }
    }

    It 'stops within a second, puts the container back and leaves nothing' {
        $name = New-FilledVolume
        docker -H $LocalHost run --rm -v "${name}:/v" $SmeImage sh -c 'dd if=/dev/zero of=/v/large bs=1M count=200 2>/dev/null'
        $id = (Get-DockerContainer "$name-c" -DockerHost $LocalHost).Id
        $seconds = Measure-Stop {
            param($DockerHost, $Path, $Name)
            Backup-DockerHost $DockerHost -Path $Path -Include Volumes -Volume $Name
        } @{ DockerHost = $LocalHost; Path = "$TestDrive/d"; Name = $name } {
            (docker -H $LocalHost inspect -f '{{.State.Status}}' $id) -eq 'paused'
        }
        # On a machine with nothing else to do it takes a tenth of that.
        $seconds | Should -BeLessThan 10
        (Get-DockerContainer "$name-c" -DockerHost $LocalHost).State | Should -Be Running
        Get-ChildItem "$TestDrive/d" | Should -BeNullOrEmpty
    }

    It 'goes on with the next host after one that cannot be reached' {
        $name = New-FilledVolume
        $backup = 'tcp://127.0.0.1:9', $LocalHost | Backup-DockerHost -Path "$TestDrive/e" -Include Volumes -Volume $name -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
        $backup.Volumes.Name | Should -Be $name
    }
}
