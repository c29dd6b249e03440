BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $Mirror = "file://$($Lab.rpm.hostTree)"
    function Remove-Made($Image) { $Image | Remove-DockerImage -Confirm:$false }
}

AfterAll { Disconnect-DockerHost -All }

Describe 'New-SmeImage' {
    It 'makes <flavor>: version <tag>, <release>' -ForEach @(
        @{ flavor = 'Core'; tag = '6.6'; release = $null; count = 8 }
        @{ flavor = 'Sme'; tag = '6.5'; release = 'SME Server release 9.0'; count = 20 }
        @{ flavor = 'Updated'; tag = '6.6'; release = 'SME Server release 9.1'; count = 20 }
    ) {
        $name = New-LabName
        $image = New-SmeImage $name -Flavor $flavor -BaseUrl $Mirror -DockerHost $SmeHost
        try {
            $image.Name | Should -Be "${name}:$tag"
            $image.Report.Packages.Count | Should -Be $count
            if ($release) {
                (Invoke-DockerContainer $image.Name -DockerHost $SmeHost -Command cat, /etc/e-smith-release).ToString() | Should -Be $release
            }
        }
        finally { Remove-Made $image }
    }

    It 'installs from a web server too, and shows yum''s own count' {
        $name = New-LabName
        $records = Get-ProgressRecord { param($Name, $Url, $On) New-SmeImage $Name -BaseUrl $Url -DockerHost $On } @{ Name = $name; Url = $Lab.rpm.url; On = $SmeHost }
        ($records.StatusDescription -match '\(20/20\)').Count | Should -BeGreaterThan 0
        $records[-1].RecordType | Should -Be 'Completed'
        Get-DockerImage $name -DockerHost $SmeHost | Remove-DockerImage -Confirm:$false
    }

    It 'pipes on: to a file, to another host, into a container' {
        $name = New-LabName
        $image = New-SmeImage $name -BaseUrl $Mirror -DockerHost $SmeHost
        try {
            $archive = $image | Export-DockerImage -Path (Join-Path $TestDrive 'copie_sme-9.tar')
            Test-DockerImageArchive $archive.Path -Quiet | Should -BeTrue
            $result = $image | Copy-DockerImage -Destination $BootHost | Invoke-DockerContainer -Dns 192.168.1.1 -Command cat, /etc/resolv.conf, /etc/e-smith-release
            $result.DockerHost.HostName | Should -Be 'boot2docker'
            $result.Output | Should -BeLike '*nameserver 192.168.1.1*SME Server release 9.0*'
        }
        finally {
            Remove-Made $image
            Get-DockerImage $name -DockerHost $BootHost | Remove-DockerImage -Confirm:$false
        }
    }

    It 'is stopped by Ctrl+C, and leaves nothing' {
        $shell = [powershell]::Create()
        $null = $shell.AddScript({
                param($module, $name, $url, $server)
                Import-Module $module
                New-SmeImage $name -BaseUrl $url -DockerHost $server -Verbose
            }).AddArgument("$PSScriptRoot/../../output/DockerOps").AddArgument(($name = New-LabName)).AddArgument($Mirror).AddArgument($SmeHost)
        $running = $shell.BeginInvoke()
        while (-not $running.IsCompleted -and -not (($shell.Streams.Verbose | Select-Object -Skip 1) -match 'installroot')) { Start-Sleep -Milliseconds 20 }
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $shell.Stop()
        $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
        $shell.Dispose()
        $look = { (Invoke-DockerHostCommand sh, -c, 'ls -d /var/tmp/dockerops-build-*; grep "^dockerops-build" /proc/mounts; exit 0' -DockerHost $SmeHost).Lines }
        for ($tries = 0; $tries -lt 60 -and (& $look); $tries++) { Start-Sleep -Milliseconds 250 }
        & $look | Should -BeNullOrEmpty
        Get-DockerImage $name, dockerops-build -DockerHost $SmeHost -ErrorAction Ignore | Should -BeNullOrEmpty
    }

    It 'gives the repositories to yum, not to the view' {
        $shown = Get-ShownText { New-SmeImage sme-9 -BaseUrl 'http://user:secret@mirror.example/sme' -DockerHost $SmeHost -WhatIf }
        $shown -join "`n" | Should -BeLike '*< the configuration of*smeos*'
        $shown -join "`n" | Should -Not -BeLike '*secret*'
    }

    It 'completes the flavours and the steps of minimising' {
        (TabExpansion2 'New-SmeImage x -Flavor ' 23).CompletionMatches.CompletionText | Should -Be 'Core', 'Sme', 'Updated'
        (TabExpansion2 'New-SmeImage x -Minimize L' 26).CompletionMatches.CompletionText | Should -Be 'Ldconfig', 'Locales'
    }
}
