BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    . "$PSScriptRoot/BaseImages.ps1"
}

AfterAll { Disconnect-DockerHost -All }

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
        $client = Start-PowerShell '-NoProfile', '-File', $script
        try { Wait-Until { $client.HasExited -or (Get-ChildItem "$folder/dockerops-build-*/root/usr" -ErrorAction Ignore) } }
        finally { $client.Kill() }

        # The container's own program clears it. What that was kept from the next build does, but for a build on the host, which has a keeper there.
        $null = New-Item -ItemType Directory "$folder/dockerops-build-in0123456789ab", "$folder/dockerops-build-0123456789ab"
        Wait-Until { (Get-ChildItem $folder).Count -le 2 }
        New-DockerBaseImage $name -Package odd-empty -Repository $Repositories.odd -BuilderImage $Builder -BuilderVolume $Inside.BuilderVolume, "${folder}:/work" -TemporaryFolder /work -DockerHost $LocalHost -ErrorAction SilentlyContinue
        (Get-ChildItem $folder).Name | Should -Be dockerops-build-0123456789ab
    }
}
