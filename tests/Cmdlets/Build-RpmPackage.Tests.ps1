Describe 'Build-RpmPackage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Rpms.ps1
        $env:DOCKER_HOST = $LocalHost
        $builder = Get-LabBuilder
        $hello = New-SpecFile (Join-Path $TestDrive 'hello') hello
        $out = Join-Path $TestDrive 'out'
        $common = @{ BuilderImage = $builder; Destination = $out; Define = '_buildshell=/bin/bash' }
    }

    AfterAll { $env:DOCKER_HOST = $null }

    It 'shows with -WhatIf the calls that are then made, and brings the packages' {
        $made = Get-EngineCall { $script:shown = Get-ShownText { Build-RpmPackage $hello @common -WhatIf } }
        $made | Should -BeNullOrEmpty
        Test-Path $out | Should -BeFalse
        $calls = Get-RpmCall { $script:packages = Build-RpmPackage $hello @common }

        $script:packages.Nevra | Should -Be 'hello-1.0-1.noarch', 'hello-1.0-1.src'
        $script:packages | ForEach-Object { $_ | Should -BeOfType DockerOps.RpmPackage; Test-Path $_.Path | Should -BeTrue }
        $script:shown -join "`n" | Should -BeLike '*RUN `["rpmbuild","-ba"*"/root/rpmbuild/SPECS/hello.spec"`]*'
        Get-ShownRpmCall $script:shown | Should -Be $calls
        Get-RpmLeftover | Should -BeNullOrEmpty
    }

    It 'does not build again what has not changed, also under -WhatIf' {
        $calls = Get-RpmCall { $script:again = Build-RpmPackage $hello @common; $script:dry = Build-RpmPackage $hello @common -WhatIf }
        $calls | Should -BeNullOrEmpty
        $script:again.Sha256 | Should -Be $script:packages.Sha256
        $script:dry.Sha256 | Should -Be $script:packages.Sha256
    }

    It 'shows one bar, which the steps of the build move on and the end completes' {
        $records = Get-ProgressRecord { param($With) Build-RpmPackage @With } @{ With = $common + @{ Path = $hello; DockerHost = $LocalHost; Force = $true } }
        $records.ActivityId | Select-Object -Unique | Should -HaveCount 1
        $records.StatusDescription -match '^Step|rpmbuild' | Should -Not -BeNullOrEmpty
        $records[-1].RecordType | Should -Be 'Completed'
    }

    It 'takes spec files from the pipeline, and goes on after one that fails' {
        $broken = New-SpecFile (Join-Path $TestDrive 'broken') broken 'echo the reason; exit 3'
        $packages = Get-Item $broken, $hello | Build-RpmPackage @common -ErrorAction SilentlyContinue -ErrorVariable failure
        $packages.Name | Should -Be 'hello', 'hello'
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'CommandFailed,DockerOps.Cmdlets.Rpm.BuildRpmPackageCommand'
        "$($failure[0])" | Should -BeLike '*the reason*'
        Get-RpmLeftover | Should -BeNullOrEmpty
    }

    It 'says what is missing or wrong' -ForEach @(
        @{ Change = @{ Path = 'TestDrive:/none.spec' }; Id = 'NotFound' }
        @{ Change = @{ BuilderImage = 'no-such-builder:1' }; Id = 'NotFound' }
        @{ Change = @{ SourcePath = 'TestDrive:/none' }; Id = 'NotFound' }
        @{ Change = @{ Define = @{ 'a b' = 'c' } }; Id = 'InvalidInput' }
        @{ Change = @{ BuilderImage = 'No Image' }; Id = 'InvalidInput' }
    ) {
        $arguments = $common + @{ Path = $hello }
        foreach ($key in $Change.Keys) { $arguments[$key] = $Change[$key] }
        Build-RpmPackage @arguments -ErrorAction SilentlyContinue -ErrorVariable failure
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be "$Id,DockerOps.Cmdlets.Rpm.BuildRpmPackageCommand"
    }

    It 'ends within a second of Ctrl+C, and leaves nothing on the engine' {
        . $PSScriptRoot/Containers.ps1
        $slow = New-SpecFile (Join-Path $TestDrive 'slow') slow 'sleep 600'
        $seconds = Measure-Stop { param($Spec, $Image, $Out, $On) Build-RpmPackage $Spec $Image $Out -Define _buildshell=/bin/bash -DockerHost $On } `
            -With @{ Spec = $slow; Image = $builder; Out = "$TestDrive/stopped"; On = $LocalHost } -When { docker -H $LocalHost ps -q --filter label=org.dockerops.rpm }
        $seconds | Should -BeLessThan 3
        Wait-Until { -not (Get-RpmLeftover) } -Seconds 30
        Test-Path "$TestDrive/stopped" | Should -BeFalse
    }

    It 'takes away what a killed PowerShell has left, as -WhatIf shows' {
        $slow = New-SpecFile (Join-Path $TestDrive 'killed') killed 'sleep 600'
        $module = Join-Path $PSScriptRoot '../../output/DockerOps'
        $child = Start-PowerShell '-NoProfile', '-Command', "Import-Module '$module'; Build-RpmPackage '$slow' $builder '$TestDrive/killed.out' -Define _buildshell=/bin/bash -DockerHost $LocalHost"
        Wait-Until { docker -H $LocalHost ps -q --filter label=org.dockerops.rpm }
        $child.Kill()
        $child.WaitForExit()
        Wait-Until { -not (docker -H $LocalHost ps -q --filter label=org.dockerops.rpm) } -Seconds 30
        Get-RpmLeftover | Should -Not -BeNullOrEmpty
        $shown = Get-ShownText { Build-RpmPackage $hello @common -Force -WhatIf }
        $calls = Get-EngineCall { $null = Build-RpmPackage $hello @common -Force }
        $removed = @($shown -match '^DELETE /images/sha256' | ForEach-Object { ($_ -split ' ')[0..1] -join ' ' })
        $removed | Should -Not -BeNullOrEmpty
        $removed | ForEach-Object { $calls | Should -Contain $_ }
        Get-RpmLeftover | Should -BeNullOrEmpty
    }
}
