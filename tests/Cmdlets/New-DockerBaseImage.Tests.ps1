BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $Repositories = @{}
    foreach ($id in 'base', 'odd', 'smeos', 'smeextras') {
        $Repositories[$id] = [DockerOps.YumRepositoryDefinition]@{ Id = $id; BaseUrl = [string[]] "file://$($Lab.rpm.hostTree)/$id"; GpgCheck = $false }
    }

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

    # Builds in a PowerShell of its own, which is killed when it says that it is at a step.
    function Invoke-KilledBuild([string] $Sign, [string] $Build) {
        $said = Join-Path $TestDrive "$(New-LabName).txt"
        $script = [IO.Path]::ChangeExtension($said, 'ps1')
        Set-Content $script @"
. '$PSScriptRoot/Lab.ps1'
$Build -Verbose 4>&1 | Select-Object -Skip 1 | ForEach-Object { [IO.File]::AppendAllText('$said', "`$_``n") }
"@
        $client = Start-Process pwsh -ArgumentList '-NoProfile', '-File', $script -PassThru
        try {
            while (-not $client.HasExited -and -not ((Test-Path $said) -and [IO.File]::ReadAllText($said).Contains($Sign))) { Start-Sleep -Milliseconds 10 }
            $client.HasExited | Should -BeFalse
        }
        finally { $client.Kill() }
    }

    function Remove-Made($Image) { $Image | Remove-DockerImage -Confirm:$false }
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

    It 'tells what the packages'' scripts complain of, and goes on' {
        $image = New-DockerBaseImage (New-LabName) -Package odd-script, initscripts -Repository $Repositories.odd, $Repositories.base -DockerHost $SmeHost
        ($image.Report.Warnings -match 'odd-script').Count | Should -BeGreaterThan 0
        Remove-Made $image
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

        # Another build begins, and ends; nothing of the first one is left then.
        New-DockerBaseImage $name -Package odd-empty -Repository $Repositories.odd -DockerHost $SmeHost -ErrorAction SilentlyContinue
        Wait-Cleared | Should -BeNullOrEmpty
        Get-DockerImage $name -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
    }
}

Describe 'New-DockerBaseImage in a container' {
    BeforeAll {
        # The image of the lab's hosts has dnf.
        $Builder = "dockerops-lab-$($Lab.name)-host:lab"
        if ($Lab.carrier.address -ne $LocalHost) { $null = Copy-DockerImage $Builder -DockerHost $Lab.carrier.address -Destination $LocalHost }
        $Inside = @{ BuilderImage = $Builder; BuilderVolume = "$($Lab.rpm.tree):$($Lab.rpm.hostTree):ro"; DockerHost = $LocalHost }

        function Get-LocalLeftover {
            Get-DockerContainer -DockerHost $LocalHost -Label org.dockerops.baseimage
            Get-DockerImage dockerops-build -DockerHost $LocalHost -ErrorAction Ignore
        }
    }

    AfterAll {
        if ($Lab.carrier.address -ne $LocalHost) { Remove-DockerImage $Builder -DockerHost $LocalHost -Confirm:$false }
    }

    It 'makes an image without root, yum or a temporary file on the host' {
        $image = New-SmeImage (New-LabName) -Flavor Updated -BaseUrl "file://$($Lab.rpm.hostTree)" @Inside
        try {
            $image.Tag | Should -Be '6.6'
            $image.Report.Packages.Count | Should -Be 20
            (Invoke-DockerContainer $image.Name -DockerHost $LocalHost -Command cat, /etc/e-smith-release).ToString() | Should -Be 'SME Server release 9.1'
        }
        finally { Remove-Made $image }
        Get-LocalLeftover | Should -BeNullOrEmpty
    }

    It 'removes the container when yum is missing, or fails' {
        New-DockerBaseImage refused -Package bash -Repository $Repositories.base -BuilderImage $Lab.images.sme -DockerHost $LocalHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures.Count | Should -BeGreaterThan 0
        New-DockerBaseImage refused -Package odd-needy -Repository $Repositories.odd @Inside -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'CommandFailed,*'
        $failures[0].Exception.Message | Should -BeLike '*nobody-has-this*'
        Get-LocalLeftover | Should -BeNullOrEmpty
    }

    It 'refuses <what>: <id>' -ForEach @(
        @{ what = 'a builder image that is not there'; id = 'NotFound'; with = @{ BuilderImage = 'no-such-builder' } }
        @{ what = 'another architecture'; id = 'InvalidInput'; with = @{ BuilderImage = 'x'; Architecture = 'i686' } }
        @{ what = 'a volume without a builder'; id = 'InvalidInput'; with = @{ BuilderVolume = '/a:/b' } }
    ) {
        New-DockerBaseImage refused -Package bash -Repository $Repositories.base -DockerHost $LocalHost @with -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike "$id,*"
    }

    It 'works by the engine''s port alone, where no command can be run' {
        $image = New-DockerBaseImage (New-LabName) -Group Core -Repository $Repositories.base -ReleaseVersion 6 @Inside -DockerHost $Lab.engines.local.tcp
        try { (Invoke-DockerContainer $image.Name -DockerHost $LocalHost -Command echo, made).ToString() | Should -Be 'made' }
        finally { $image | Remove-DockerImage -Confirm:$false }
        Get-LocalLeftover | Should -BeNullOrEmpty
    }

    It 'works on an engine of today with the containerd image store, and leaves nothing there' {
        if (-not $Lab.engines.containerd) { Set-ItResult -Skipped -Because 'this lab has no such engine'; return }
        $there = $Lab.engines.containerd.address
        $null = Copy-DockerImage $Builder -DockerHost $LocalHost -Destination $there
        try {
            $image = New-SmeImage (New-LabName) -BaseUrl "file://$($Lab.rpm.hostTree)" -BuilderImage $Builder -BuilderVolume $Inside.BuilderVolume -DockerHost $there
            $image.Tag | Should -Be '6.5'
            (Invoke-DockerContainer $image.Name -DockerHost $there -Network none -Command cat, /etc/e-smith-release).ToString() | Should -Be 'SME Server release 9.0'
            Get-DockerContainer -DockerHost $there -Label org.dockerops.baseimage | Should -BeNullOrEmpty
            Get-DockerImage dockerops-build -DockerHost $there -ErrorAction Ignore | Should -BeNullOrEmpty
        }
        finally { @($image.Name, $Builder) | Where-Object { $_ } | Remove-DockerImage -DockerHost $there -Confirm:$false }
    }

    It 'shows with -WhatIf the calls that it then makes' {
        function Get-Normal($Lines) { ($Lines -join "`n") -replace '(dockerops-build(?:[-:]|%3A)|keeper=|tag=|")in[0-9a-f]{12}', '$1ID' -replace 'VERSION', '6.5' -replace " on $LocalHost" }
        $what = @{ Name = New-LabName; Group = 'Core'; Repository = $Repositories.base } + $Inside
        $shown = Get-ShownText { New-DockerBaseImage @what -WhatIf }
        Get-LocalLeftover | Should -BeNullOrEmpty
        $image, $said = (New-DockerBaseImage @what -Verbose 4>&1).Where({ $_ -is [DockerOps.Image] }, 'Split')
        Remove-Made $image
        $steps = $said.Message | Select-Object -Skip 1 | Where-Object { $_ -notmatch '^(Cleared|Removed)' }
        Get-Normal ($shown | Where-Object { $_ -notmatch '^DELETE /containers/dockerops-build' }) | Should -Be (Get-Normal $steps)
    }

    It 'leaves nothing when PowerShell is killed while it is at <phase>, once another build begins' -ForEach @(
        @{ phase = 'prepare'; sign = '/start' }
        @{ phase = 'install'; sign = 'installroot' }
        @{ phase = 'finish'; sign = 'minimize' }
        @{ phase = 'import'; sign = 'images/create' }
        @{ phase = 'prove'; sign = 'success' }
    ) {
        $name = New-LabName
        Invoke-KilledBuild $sign "New-SmeImage $name -BaseUrl 'file://$($Lab.rpm.hostTree)' -DockerHost $LocalHost -BuilderImage $Builder -BuilderVolume '$($Inside.BuilderVolume)'"

        # The container ends with its client; the next build removes it, and what else is left.
        Wait-Until { -not (Get-DockerContainer -DockerHost $LocalHost -Label org.dockerops.baseimage | Where-Object State -eq Running) }
        # An engine that has got the whole of an image imports it to the end, maybe after the next build began: then the one after removes it.
        Wait-Until {
            New-DockerBaseImage $name -Package odd-empty -Repository $Repositories.odd @Inside -ErrorAction SilentlyContinue
            -not (Get-LocalLeftover)
        }
        Get-DockerImage $name -DockerHost $LocalHost -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'clears the folder of a volume too, of a build that was killed' {
        $folder = (New-Item -ItemType Directory (Join-Path $TestDrive work)).FullName
        $name = New-LabName
        $script = Join-Path $TestDrive "$name.ps1"
        Set-Content $script @"
. '$PSScriptRoot/Lab.ps1'
New-SmeImage $name -BaseUrl 'file://$($Lab.rpm.hostTree)' -DockerHost $LocalHost -BuilderImage $Builder -BuilderVolume '$($Inside.BuilderVolume)', '${folder}:/work' -TemporaryFolder /work
"@
        $client = Start-Process pwsh -ArgumentList '-NoProfile', '-File', $script -PassThru
        try { Wait-Until { $client.HasExited -or (Get-ChildItem "$folder/dockerops-build-*/root/usr" -ErrorAction Ignore) } }
        finally { $client.Kill() }

        # The container's own program clears it. What that was kept from the next build does, but for a build on the host, which has a keeper there.
        $null = New-Item -ItemType Directory "$folder/dockerops-build-in0123456789ab", "$folder/dockerops-build-0123456789ab"
        Wait-Until { (Get-ChildItem $folder).Count -le 2 }
        New-DockerBaseImage $name -Package odd-empty -Repository $Repositories.odd -BuilderImage $Builder -BuilderVolume $Inside.BuilderVolume, "${folder}:/work" -TemporaryFolder /work -DockerHost $LocalHost -ErrorAction SilentlyContinue
        (Get-ChildItem $folder).Name | Should -Be dockerops-build-0123456789ab
    }
}
