BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
}

Describe 'Get-YumRepository' {
    BeforeAll {
        $id = New-LabName
        $null = Register-YumRepository -Name $id -BaseUrl http://mirror/x -SkipCache -DockerHost $SmeHost
    }

    AfterAll {
        Unregister-YumRepository $id -DockerHost $SmeHost
    }

    It 'lists those of a host, by wildcards too' {
        $found = Get-YumRepository "$($id.Substring(0, 12))*" -DockerHost $SmeHost
        $found | Should -BeOfType DockerOps.YumRepositoryRegistration
        $found.Id | Should -Be $id
        $found.Definition.BaseUrl | Should -Be 'http://mirror/x'
        (Get-YumRepository -DockerHost $SmeHost).Id | Should -Contain $id
    }

    It 'says which is not there' {
        Get-YumRepository nothing -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be 'nothing'
        "$($failures[0])" | Should -BeLike "*'nothing' on 'ssh://$SmeHost'."
        Get-YumRepository ./nothing -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        "$($failures[0])" | Should -BeLike "*-Path*Test-YumRepository."
    }

    It 'gives the fourteen of the document' {
        $preset = Get-YumRepository -Preset Sme
        $preset | Should -BeOfType DockerOps.YumRepositoryDefinition
        $preset.Count | Should -Be 14
        ($preset | Where-Object Enabled).Id | Should -Be 'smeextras', 'smeos'
        (Get-YumRepository smeos -Preset SmeUpdated -BaseUrl file:///srv/mirror).BaseUrl | Should -Be 'file:///srv/mirror/smeos'
    }

    It 'reads a file here and tells its mistakes' {
        Set-Content "$TestDrive/updocker.repo" "[updocker]`nname=updocker`nbaseurl=http://ip/updocker  //the address`ngpgcheck=0"
        $found = Get-YumRepository -Path "$TestDrive/*.repo" -WarningVariable warnings -WarningAction SilentlyContinue
        $found.Id | Should -Be 'updocker'
        $warnings[0] | Should -BeLike "*line 3: *'//' begins no comment*"
        Set-Content "$TestDrive/updocker.repo" "[updocker]`n// no comment"
        Get-YumRepository -Path "$TestDrive/updocker.repo" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        $failures[0].Exception.Message | Should -BeLike 'Line 2 of *'
    }

    It 'completes the ids of a host' -ForEach @(
        @{ cmdlet = 'Get-YumRepository' }
        @{ cmdlet = 'Unregister-YumRepository' }
    ) {
        Wait-Until { (TabExpansion2 "$cmdlet -DockerHost $SmeHost -Id $($id.Substring(0, 12))").CompletionMatches.CompletionText -contains $id }
    }

    It 'shows a table' {
        Get-YumRepository $id -DockerHost $SmeHost | Format-Table | Out-String -Width 200 | Should -Match "$id +yes +yes +/etc/yum.repos.d/$id.repo +http://mirror/x"
        Get-YumRepository epel -Preset Epel | Format-Table | Out-String -Width 200 | Should -Match 'epel +no +yes +Epel - EL6'
    }
}
