BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/ESmith.ps1"
    $tree = "file://$($Lab.rpm.hostTree)"
}

Describe 'Register-YumRepository' {
    BeforeEach {
        $id = New-LabName
        $file = "/etc/yum.repos.d/$id.repo"
    }

    AfterEach {
        $null = Invoke-DockerHostCommand rm, -f, $file -DockerHost $SmeHost
    }

    It 'writes a file, has dnf read it, and gives the registration' {
        $made = Register-YumRepository -Name $id -BaseUrl "$tree/base" -NoGpgCheck -DockerHost $SmeHost -WarningVariable warnings -WarningAction SilentlyContinue
        $made | Should -BeOfType DockerOps.YumRepositoryRegistration
        $made.Path | Should -Be $file
        $made.DockerHost | Should -Be "ssh://$SmeHost"
        $warnings | Should -BeLike "*'$id' has gpgcheck off*"
        (Invoke-DockerHostCommand cat, $file -DockerHost $SmeHost).ToString() |
            Should -Be "[$id]`nname=$id`nbaseurl=$tree/base`nenabled=1`ngpgcheck=0"
    }

    It 'takes definitions from the pipeline, those of another host too' {
        $definition = [DockerOps.YumRepositoryDefinition] @{ Id = $id; BaseUrl = [string[]] "$tree/base"; GpgCheck = $false }
        $made = $definition | Register-YumRepository -DockerHost $SmeHost -WarningAction SilentlyContinue
        $made.Id | Should -Be $id
        $again = $made | Register-YumRepository -Force -WarningAction SilentlyContinue
        $again.Path | Should -Be $file
    }

    It 'keeps a file to the letter' {
        $local = "$TestDrive/$id.repo"
        Set-Content $local "# by hand`n[$id]`nname = x`nBaseURL = $tree/base`ngpgcheck=1`n`n" -NoNewline
        $made = Get-Item $local | Register-YumRepository -DockerHost $SmeHost -SkipCache
        $made.Path | Should -Be $file
        $null = Copy-DockerHostItem $file "$TestDrive/back" -FromHost -DockerHost $SmeHost
        Get-Content -Raw "$TestDrive/back" | Should -BeExactly (Get-Content -Raw $local)
    }

    It 'shows the file and the commands with -WhatIf, does nothing, and without it does that' {
        $shown = Get-ShownText { Register-YumRepository -Name $id -BaseUrl "$tree/base" -Timeout 90 -DockerHost $SmeHost -WhatIf }
        $text = $shown -join "`n"
        $text | Should -BeLike "*write $file (mode 0644) on ssh://$SmeHost*"
        $text | Should -BeLike "*baseurl=$tree/base*gpgcheck=1*wait at most 90 s*dnf -y --refresh '--disablerepo=`*' '--enablerepo=$id' '--setopt=`*.skip_if_unavailable=0' makecache on ssh://$SmeHost*"
        (Invoke-DockerHostCommand test, -e, $file -DockerHost $SmeHost).ExitCode | Should -Be 1

        $null = Invoke-DockerHostCommand sh, -c, 'cd /usr/local/bin && printf "#!/bin/sh\necho dnf \"\$@\" >>/tmp/calls\nexec /usr/bin/dnf \"\$@\"\n" >dnf && chmod +x dnf' -DockerHost $SmeHost
        try {
            $null = Register-YumRepository -Name $id -BaseUrl "$tree/base" -Timeout 90 -DockerHost $SmeHost -ErrorAction SilentlyContinue
            $calls = (Invoke-DockerHostCommand cat, /tmp/calls -DockerHost $SmeHost).ToString()
            @($shown -match '^dnf ' -replace "'" -replace ' on ssh:.*') | Should -Be $calls
            (Invoke-DockerHostCommand cat, $file -DockerHost $SmeHost).Lines | Should -Be @($shown -match '^    ' -replace '^    ')
        }
        finally {
            $null = Invoke-DockerHostCommand rm, -f, /usr/local/bin/dnf, /tmp/calls -DockerHost $SmeHost
        }
    }

    It 'keeps what is there, and says so' {
        $null = Register-YumRepository -Name $id -BaseUrl "$tree/base" -SkipCache -DockerHost $SmeHost
        Register-YumRepository -Name $id -BaseUrl "$tree/smeos" -SkipCache -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $failures[0].TargetObject | Should -Be $file
    }

    It 'refuses <what>' -ForEach @(
        @{ what = 'a name that is no id'; with = @{ Name = 'no id'; BaseUrl = 'http://x' } }
        @{ what = 'an address that is none'; with = @{ Name = 'x'; BaseUrl = 'x/y' } }
    ) {
        Register-YumRepository @with -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'is finished by the same command after PowerShell was killed in it' {
        $null = Invoke-DockerHostCommand sh, -c, 'sleep 300 </dev/null >/dev/null 2>&1 & echo $! >/var/run/yum.pid' -DockerHost $SmeHost
        try {
            $client = Start-PowerShell '-NoProfile', '-Command',
                "& { . '$PSScriptRoot/Lab.ps1'; Register-YumRepository -Name $id -BaseUrl '$tree/base' -DockerHost $SmeHost }"
            try { Wait-Until { $client.HasExited -or (Invoke-DockerHostCommand test, -e, $file -DockerHost $SmeHost).Success } }
            finally { $client.Kill($true) }
        }
        finally {
            $null = Invoke-DockerHostCommand sh, -c, 'kill $(cat /var/run/yum.pid); rm /var/run/yum.pid' -DockerHost $SmeHost
        }

        (Invoke-DockerHostCommand sh, -c, 'ls "$1".*' , sh, $file -DockerHost $SmeHost).Success | Should -BeFalse
        Register-YumRepository -Name $id -BaseUrl "$tree/smeos" -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Conflict,*'
        $again = @{ Name = $id; BaseUrl = "$tree/base"; DockerHost = $SmeHost }
        Get-ShownText { Register-YumRepository @again -WhatIf } | Should -Not -BeLike '*write*'
        (Register-YumRepository @again).Path | Should -Be $file
    }

    It 'takes one away again that dnf cannot use' {
        Register-YumRepository -Name $id -BaseUrl "$tree/nothing" -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
        $failures[0].TargetObject | Should -Be $id
        (Invoke-DockerHostCommand test, -e, $file -DockerHost $SmeHost).ExitCode | Should -Be 1
    }

    Context 'On an SME server' {
        BeforeAll { Install-ESmith }
        AfterAll { Uninstall-ESmith }

        It 'runs what -WhatIf shows, as the document has it for EPEL' {
            $shown = Get-ShownText { Register-YumRepository -Preset Epel -SkipCache -DockerHost $SmeHost -WhatIf }
            $calls = Get-ESmithCall { $script:made = Register-YumRepository -Preset Epel -SkipCache -DockerHost $SmeHost }
            $made.Path | Should -Be 'e-smith database'
            $calls.Count | Should -Be 2
            ($shown -join "`n") -replace "'" | Should -BeLike "*$($calls[0]) on *$($calls[1]) on *"
            $calls[0] | Should -BeLike '/sbin/e-smith/db yum_repositories set epel repository Name Epel - EL6 BaseURL * Visible no status disabled'
            (Get-YumRepository epel -DockerHost $SmeHost).Definition.MirrorList | Should -Be 'http://mirrors.fedoraproject.org/mirrorlist?repo=epel-6&arch=$basearch'
        }

        It 'waits for the lock, then has dnf read it' {
            $made = Register-YumRepository -Name $id -BaseUrl "$tree/smeos" -NoGpgCheck -DockerHost $SmeHost -WarningAction SilentlyContinue
            $made.Enabled | Should -BeTrue
            (Invoke-DockerHostCommand test, -e, /var/run/yum.pid -DockerHost $SmeHost).ExitCode | Should -Be 1
            $made | Unregister-YumRepository
            Get-YumRepository -DockerHost $SmeHost | Where-Object Id -EQ $id | Should -BeNullOrEmpty
        }
    }
}
