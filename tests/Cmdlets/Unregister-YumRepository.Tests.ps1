BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
}

Describe 'Unregister-YumRepository' {
    BeforeEach {
        $id = New-LabName
        $file = "/etc/yum.repos.d/$id.repo"
        $null = Register-YumRepository -Name $id -BaseUrl http://mirror/x -SkipCache -DockerHost $SmeHost
    }

    AfterEach {
        $null = Invoke-DockerHostCommand rm, -f, $file -DockerHost $SmeHost
    }

    It 'takes what Get-YumRepository gives, silently' {
        Get-YumRepository $id -DockerHost $SmeHost | Unregister-YumRepository | Should -BeNullOrEmpty
        (Invoke-DockerHostCommand test, -e, $file -DockerHost $SmeHost).ExitCode | Should -Be 1
    }

    It 'gives what was there with -PassThru' {
        (Unregister-YumRepository -Name $id -DockerHost $SmeHost -PassThru).Path | Should -Be $file
    }

    It 'shows the command with -WhatIf and does nothing' {
        Get-ShownText { Unregister-YumRepository $id -DockerHost $SmeHost -WhatIf } | Should -Match "rm -f -- $file on ssh://$SmeHost"
        (Invoke-DockerHostCommand test, -e, $file -DockerHost $SmeHost).ExitCode | Should -Be 0
    }

    It 'goes on after one that is not there' {
        Unregister-YumRepository nothing, $id -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        (Invoke-DockerHostCommand test, -e, $file -DockerHost $SmeHost).ExitCode | Should -Be 1
    }
}
