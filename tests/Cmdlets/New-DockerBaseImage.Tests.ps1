BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/BaseImages.ps1"

    # What builds leave on the host when they leave anything: folders, mounts, containers and unproved images.
    function Get-Leftover {
        (Invoke-DockerHostCommand sh, -c, 'ls -d /var/tmp/dockerops-build-* /mnt/small/dockerops-build-* 2>/dev/null; grep "^dockerops-build" /proc/mounts' -DockerHost $SmeHost).Lines
        Get-DockerContainer -DockerHost $SmeHost -Label org.dockerops.baseimage
        Get-DockerImage dockerops-build -DockerHost $SmeHost -ErrorAction Ignore
    }

    function Wait-Cleared {
        for ($tries = 0; $tries -lt 60 -and (Get-Leftover); $tries++) { Start-Sleep -Milliseconds 250 }
        Get-Leftover
    }
}

AfterAll { Disconnect-DockerHost -All }

Describe 'New-DockerBaseImage' {
    It 'makes an image of a group, tagged with the version of its own release file' {
        $name = New-LabName
        $image = New-DockerBaseImage $name -Group Core -Repository $Repositories.base -ReleaseVersion 6 -DockerHost $SmeHost `
            -Command /bin/sh, -c, 'echo "$GREETING"' -Environment @{ GREETING = 'a "b" $c \d' } -Label @{ 'org.example.a' = 'x $y' }
        try {
            $image | Should -BeOfType DockerOps.Image
            $image.Name | Should -Be "${name}:6.5"
            $image.Labels['org.example.a'] | Should -Be 'x $y'
            (Invoke-DockerContainer $image.Name -DockerHost $SmeHost).ToString() | Should -Be 'a "b" $c \d'
            (Invoke-DockerContainer $image.Name -DockerHost $SmeHost -Command cat, /etc/sysconfig/network).Lines | Should -Be 'NETWORKING=yes', 'HOSTNAME=localhost.localdomain'
            $report = $image.Report
            $report.Packages.Name | Should -Be 'bash', 'centos-release', 'coreutils', 'cracklib-dicts', 'filesystem', 'glibc', 'glibc-common', 'initscripts'
            $report.Packages.Where{ $_.Name -eq 'bash' }.Version | Should -Be '6.5-0'
            $report.Release | Should -Be 'CentOS release 6.5 (Final)'
            $report.Phases.Name | Should -Be 'prepare', 'install', 'finish', 'import', 'prove'
            $report.Minimized.Step | Should -Be ([Enum]::GetNames([DockerOps.MinimizeStep]))
            foreach ($step in 'Locales', 'Docs', 'Cracklib', 'I18n', 'Sln', 'Ldconfig') {
                $report.Minimized.Where{ $_.Step -eq $step }.Saved | Should -BeGreaterThan 0 -Because $step
            }
        }
        finally { Remove-Made $image }
        Wait-Cleared | Should -BeNullOrEmpty
    }

    It 'keeps the device nodes, and the rpm database usable; takes out only what is asked for' {
        $image = New-DockerBaseImage (New-LabName) -Group Core -Repository $Repositories.base -DockerHost $SmeHost -Minimize Locales -Tag t
        try {
            $image.Tag | Should -Be 't'
            $image.Report.Minimized.Step | Should -Be 'Locales'
            (Invoke-DockerContainer $image.Name -DockerHost $SmeHost -Command ls, /usr/share/cracklib).ToString() | Should -Be 'pw_dict.pwd'
            (Invoke-DockerContainer $image.Name -DockerHost $SmeHost -Command ls, /usr/share/locale).Success | Should -BeFalse

            # What the engine has of it, looked at from outside: a running container has its own /dev.
            $container = New-DockerContainer $image.Name -DockerHost $SmeHost
            try {
                $look = 'd=$(mktemp -d) && docker export "$1" | tar -x -C "$d" && ls -l "$d/dev" && rpm --root "$d" -qa | sort; rm -r "$d"'
                $lines = (Invoke-DockerHostCommand sh, -c, $look, sh, $container.Id -DockerHost $SmeHost).Lines
                ($lines -match '^crw-rw-rw-.* 1, +3 .* null$').Count | Should -Be 1
                ($lines -match '^crw-rw-rw-.* 1, +7 .* full$').Count | Should -Be 1
                ($lines -match '^prw-------.* initctl$').Count | Should -Be 1
                ($lines -match '\.x86_64$|\.aarch64$').Count | Should -Be 8
            }
            finally { $container | Remove-DockerContainer -Force -Confirm:$false }
        }
        finally { Remove-Made $image }
    }

    It 'takes the repositories from a file, and needs no more than sudo' {
        $file = Join-Path $TestDrive 'repo_file'
        Set-Content $file "[base]`nname=Base`nbaseurl=file://$($Lab.rpm.hostTree)/base`ngpgcheck=0`n[other]`nname=Off`nbaseurl=file:///nowhere`nenabled=0"
        $image = New-DockerBaseImage (New-LabName) -Package bash, coreutils, initscripts -RepositoryPath $file -DockerHost "admin@sme9-docker:$($Lab.hosts.'sme9-docker'.port)"
        $image.Report.Packages.Name | Should -Contain 'bash'
        Remove-Made $image
    }

    It 'does with -WhatIf nothing but show what then runs' {
        # The build's id and the free memory are each run's own.
        function Get-Normal($Lines) { ($Lines -join "`n") -replace '(dockerops-build(?:[-:]|%3A)|keeper=)[0-9a-f]{12}', '$1ID' -replace "tag=[0-9a-f]{12}", 'tag=ID' -replace '"[0-9a-f]{12}"', '"ID"' -replace '/var/tmp \d+ ', '/var/tmp N ' -replace " on ssh://$SmeHost", '' -replace 'VERSION', '6.5' }
        $name = New-LabName
        $what = @{ Name = $name; Group = 'Core'; Repository = $Repositories.base; DockerHost = $SmeHost }
        $shown = Get-ShownText { New-DockerBaseImage @what -WhatIf }
        Get-DockerImage $name -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
        Get-Leftover | Should -BeNullOrEmpty

        $image, $said = (New-DockerBaseImage @what -Verbose 4>&1).Where({ $_ -is [DockerOps.Image] }, 'Split')
        Remove-Made $image
        # -Verbose begins with the plan, as -WhatIf shows it.
        $steps = $said.Message | Select-Object -Skip 1 | Where-Object { $_ -notmatch '^(Cleared|Removed)' }
        Get-Normal $shown | Should -Be (Get-Normal $steps)
    }

    It 'refuses a root that is no system: <package>' -ForEach @(
        @{ package = 'odd-empty'; words = '*no shell*no echo*' }
        @{ package = 'odd-noecho'; words = '*no echo*' }
        @{ package = 'odd-small'; words = '*only * bytes of files*' }
    ) {
        $name = New-LabName
        New-DockerBaseImage $name -Package $package -Repository $Repositories.odd -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Corrupt,*'
        $failures[0].Exception.Message | Should -BeLike $words
        "$($failures[0].TargetObject)" | Should -Be $name
        Get-DockerImage $name -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
        Wait-Cleared | Should -BeNullOrEmpty
    }

    It 'gives the last words of a yum that fails' {
        New-DockerBaseImage (New-LabName) -Package odd-needy -Repository $Repositories.odd -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
        $failures[0].Exception.Message | Should -BeLike '*nothing provides nobody-has-this*'
        Wait-Cleared | Should -BeNullOrEmpty
    }

    It 'tells no password that stands in a repository''s address' {
        $closed = [DockerOps.YumRepositoryDefinition]@{ Id = 'closed'; BaseUrl = [string[]] "http://joe:s3cret@$(([uri]$Lab.rpm.url).Authority)/nothing"; GpgCheck = $false }
        $words = New-DockerBaseImage (New-LabName) -Package bash -Repository $closed -DockerHost $SmeHost -Verbose -ErrorVariable failures -ErrorAction SilentlyContinue *>&1
        $failures[0].Exception.Message | Should -BeLike '*//joe:*/nothing/repodata*'
        "$failures $words" | Should -Not -BeLike '*s3cret*'
    }

    It 'goes on when the engine cannot remove what a killed build has left' {
        $left = New-DockerContainer $SmeImage -DockerHost $SmeHost -Label @{ 'org.dockerops.baseimage' = 'dead00000000' }
        $pin = { param($Sign) Invoke-DockerHostCommand sh, -c, 'chattr "$1" "$(docker info --format "{{.DockerRootDir}}")/containers/$2/config.v2.json"', sh, $Sign, $left.Id -DockerHost $SmeHost }
        try {
            (& $pin '+i').Success | Should -BeTrue
            $image = New-DockerBaseImage (New-LabName) -Group Core -Repository $Repositories.base -DockerHost $SmeHost -Tag t -WarningVariable warnings -WarningAction SilentlyContinue
            Remove-Made $image
            $warnings -match $left.Id | Should -HaveCount 1
        }
        finally {
            $null = & $pin '-i'
            Invoke-DockerHostCommand docker, rm, --force, $left.Id -DockerHost $SmeHost
        }
        Wait-Cleared | Should -BeNullOrEmpty
    }

    It 'tells what the packages'' scripts complain of, and goes on' {
        $image = New-DockerBaseImage (New-LabName) -Package odd-script, initscripts -Repository $Repositories.odd, $Repositories.base -DockerHost $SmeHost
        ($image.Report.Warnings -match 'odd-script').Count | Should -BeGreaterThan 0
        Remove-Made $image
    }

    # The work is done by the host's own dnf; table, words and exit code are those of dnf 5.4.6 with rpm 6.1.0.
    Context 'a host with dnf 5' {
        BeforeAll {
            function Set-Dnf5([string] $Row, [string] $Work = '/usr/bin/dnf "$@" >/dev/null 2>&1') {
                $text = @"
#!/bin/sh
for w; do case `$w in --installroot=*) r=`${w#*=} ;; esac; done
echo 'Updating and loading repositories:' >&2
$Work
echo 'Package Arch Version Repository Size'; echo Installing:
rpm --root "`$r" -qa --qf ' %{NAME} %{ARCH} 0:%{VERSION}-%{RELEASE} base 1.0 KiB\n'
echo '$Row'
printf '\nTransaction Summary:\n'
sleep 1
echo '>>> Non-critical error in %post scriptlet: odd-script-0:1-1.noarch' >&2
echo 'Transaction failed: Rpm transaction failed.' >&2
exit 1
"@
                $null = Invoke-DockerHostCommand sh, -c, 'printf %s "$1" >/usr/local/bin/dnf; chmod 0755 /usr/local/bin/dnf', sh, $text -DockerHost $SmeHost
            }
            $odd = @{ Package = 'odd-script', 'initscripts'; Repository = $Repositories.odd, $Repositories.base; DockerHost = $SmeHost }
        }
        AfterAll { $null = Invoke-DockerHostCommand rm, -f, /usr/local/bin/dnf -DockerHost $SmeHost }

        It 'makes an image though a script has failed that leaves its package installed' {
            Set-Dnf5
            $image = New-DockerBaseImage (New-LabName) @odd
            $image.Report.Packages.Name | Should -Contain 'odd-script'
            $image.Report.Warnings | Should -Contain 'Non-critical error in %post scriptlet: odd-script-0:1-1.noarch'
            Remove-Made $image
        }

        It 'makes none when a package is missing' {
            Set-Dnf5 ' ghost noarch 0:1-1 base 1.0 KiB'
            New-DockerBaseImage (New-LabName) @odd -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
            $failures[0].Exception.Message | Should -BeLike '*Rpm transaction failed.*'
        }

        It 'stops when there is no room for what is about to be written' {
            Set-Dnf5 ' huge noarch 0:1-1 base 90000.0 GiB' ''
            New-DockerBaseImage (New-LabName) @odd -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'NoSpace,*'
        }
    }

    It 'removes an image that fails its proof and leaves the good one of that name alone' {
        $name = New-LabName
        $good = New-DockerBaseImage $name -Group Core -Repository $Repositories.base -DockerHost $SmeHost -Tag 1
        New-DockerBaseImage $name -Package odd-mute -Repository $Repositories.odd -DockerHost $SmeHost -Tag 1 -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
        $failures[0].Exception.Message | Should -BeLike '*echo success*exit code 3*'
        (Get-DockerImage $name -DockerHost $SmeHost).Id | Should -Be $good.Id
        Wait-Cleared | Should -BeNullOrEmpty

        New-DockerBaseImage $name -Package odd-mute -Repository $Repositories.odd -DockerHost $SmeHost -Tag 1 -KeepFailed -ErrorVariable failures -ErrorAction SilentlyContinue
        (Get-DockerImage $name -DockerHost $SmeHost).Tag | Sort-Object | Should -Be '1', '1-failed'
        Get-DockerImage $name -DockerHost $SmeHost | Remove-DockerImage -Confirm:$false
    }

    It 'refuses <what>: <id>' -ForEach @(
        @{ what = 'a name that is none'; id = 'InvalidInput'; with = @{ Name = 'Bad Name' } }
        @{ what = 'two tags'; id = 'InvalidInput'; with = @{ Name = 'a:b'; Tag = 'c' } }
        @{ what = 'nothing to install'; id = 'InvalidInput'; with = @{ Package = @() } }
        @{ what = 'an option as a package'; id = 'InvalidInput'; with = @{ Package = '--installroot=/' } }
        @{ what = 'a folder that leads elsewhere'; id = 'InvalidInput'; with = @{ TemporaryFolder = '/var/tmp/../..' } }
        @{ what = 'a folder that is not there'; id = 'NotFound'; with = @{ TemporaryFolder = '/no/such' } }
        @{ what = 'a host without root'; id = 'NotPermitted'; with = @{ DockerHost = 'docker@sme9-docker:2222' } }
        @{ what = 'a host without yum'; id = 'Unsupported'; with = @{ DockerHost = 'docker@boot2docker' } }
    ) {
        $all = @{ Name = 'refused'; Package = 'bash'; Repository = $Repositories.base; DockerHost = $SmeHost } + @{}
        foreach ($key in $with.Keys) { $all[$key] = $with[$key] }
        New-DockerBaseImage @all -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
    }

    It 'has no default name' {
        { New-DockerBaseImage '' -Package bash -Repository $Repositories.base -DockerHost $SmeHost } | Should -Throw
    }

    It 'says how much room is needed and how much there is' {
        New-DockerBaseImage (New-LabName) -Package smeserver-clamav -Repository $Repositories.smeos -TemporaryFolder /mnt/small -DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NoSpace,*'
        $failures[0].Exception.Message | Should -Match "/mnt/small.* needs about [\d,.\s']+ bytes, and [\d,.\s']+ are free"
        Wait-Cleared | Should -BeNullOrEmpty
    }

    It 'leaves nothing when PowerShell is killed while it is at <phase>' -ForEach @(
        @{ phase = 'prepare'; sign = 'mknod' }
        @{ phase = 'install'; sign = 'installroot' }
        @{ phase = 'finish'; sign = 'minimize' }
        @{ phase = 'import'; sign = 'docker --host' }
        @{ phase = 'prove'; sign = 'containers/create' }
    ) {
        $name = New-LabName
        $smeos = "[DockerOps.YumRepositoryDefinition]@{ Id = 'smeos'; BaseUrl = [string[]] 'file://$($Lab.rpm.hostTree)/smeos'; GpgCheck = `$false }"
        Invoke-KilledBuild $sign "New-DockerBaseImage $name -Package smeserver-clamav -Repository ($smeos) -DockerHost $SmeHost"

        # Another build begins, and ends; nothing of the first one is left then. What the engine was still at when it began, the one after removes.
        Wait-Until {
            New-DockerBaseImage $name -Package odd-empty -Repository $Repositories.odd -DockerHost $SmeHost -ErrorAction SilentlyContinue
            -not (Wait-Cleared)
        }
        Get-DockerImage $name -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}
