BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/Containers.ps1"
    . "$PSScriptRoot/Volumes.ps1"
}

Describe 'Remove-DockerVolume' {
    AfterAll { Remove-TestVolume }

    It 'removes volumes from the pipeline, silently' {
        $names = 1..2 | ForEach-Object { New-TestVolume }
        Get-DockerVolume -Label $TestLabel -DockerHost $LocalHost | Where-Object Name -in $names | Remove-DockerVolume -Confirm:$false | Should -BeNullOrEmpty
        Get-DockerVolume -Label $TestLabel -DockerHost $LocalHost | Where-Object Name -in $names | Should -BeNullOrEmpty
    }

    It 'leaves one in use, with or without -Force, names the container and goes on' {
        $used, $free = (New-TestVolume), (New-TestVolume)
        $container = New-DockerContainer $SmeImage -Volume "${used}:/data" -Label "$TestLabel=" -DockerHost $LocalHost -WarningAction SilentlyContinue
        $used, $free | Remove-DockerVolume -Force -DockerHost $LocalHost -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        "$($failures[0])" | Should -Match $container.Name
        (Get-DockerVolume -Label $TestLabel -DockerHost $LocalHost).Name | Should -Contain $used
        (Get-DockerVolume -Label $TestLabel -DockerHost $LocalHost).Name | Should -Not -Contain $free
    }

    It 'tells of one that is not there' {
        Remove-DockerVolume no-such-volume -DockerHost $LocalHost -Confirm:$false -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'asks first' {
        $name = New-TestVolume
        $asked = pwsh -NoProfile -NonInteractive -Command "
            Import-Module '$PSScriptRoot/../../output/DockerOps'
            Remove-DockerVolume $name -DockerHost $LocalHost" 2>&1 | Out-String
        $asked | Should -Match 'NonInteractive'
        (Get-DockerVolume $name -DockerHost $LocalHost).Name | Should -Be $name
    }

    It 'calls with -WhatIf nothing, and without it what -WhatIf shows' {
        $name = New-TestVolume
        $calls = Get-ContainerCall $name { $script:shown = Get-ShownCall { Remove-DockerVolume $name -DockerHost $LocalHost -WhatIf } }
        $calls | Should -BeNullOrEmpty
        Get-ContainerCall $name { Remove-DockerVolume $name -DockerHost $LocalHost -Confirm:$false } | Should -Be $shown
        $shown | Should -Be "DELETE /volumes/$name"
    }
}
