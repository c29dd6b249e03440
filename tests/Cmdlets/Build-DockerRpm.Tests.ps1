Describe 'Build-DockerRpm' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Containers.ps1
        . $PSScriptRoot/Rpms.ps1
        $env:DOCKER_HOST = $LocalHost
        $null = Get-LabBuilder
        $sources = New-DockerSource (Join-Path $TestDrive 'sources')
        $out = Join-Path $TestDrive 'out'
        $common = @{ Source = "$sources/docker"; RuncSource = "$sources/runc"; ContainerdSource = "$sources/containerd"; Destination = $out }
    }

    AfterAll { $env:DOCKER_HOST = $null }

    It 'shows with -WhatIf the build file and the calls that are then made, and brings the packages' {
        $made = Get-EngineCall { $script:shown = Get-ShownText { Build-DockerRpm @common 1.12.1 centos-7 -Force -WhatIf } }
        $made | Should -BeNullOrEmpty
        Test-Path $out | Should -BeFalse
        $calls = Get-RpmCall { $script:packages = Build-DockerRpm @common 1.12.1 centos-7 -Force }

        $script:packages.Nevra | Sort-Object | Should -Be 'docker-engine-1.12.1-1.src', 'docker-engine-1.12.1-1.x86_64', 'docker-engine-selinux-1.12.1-1.noarch', 'docker-engine-selinux-1.12.1-1.src'
        $script:packages | ForEach-Object { Test-Path $_.Path | Should -BeTrue }
        $text = $script:shown -join "`n"
        foreach ($part in 'clone --quiet --shared --branch v1.12.1', 'FROM dockercore/builder-rpm:centos-7', 'make BUILDTAGS="$RUNC_BUILDTAGS" && make install',
            '"--define","_origversion 1.12.1"', 'docker-engine-selinux.spec', 'PUT /containers/{id}/archive?path=%2Fgo%2Fsrc%2Fgithub.com%2Fdocker%2Fdocker') {
            $text.Contains($part) | Should -BeTrue -Because $part
        }
        Get-ShownRpmCall $script:shown | Should -Be $calls
        Get-RpmLeftover | Should -BeNullOrEmpty
    }

    It 'builds nothing again that has not changed' {
        $calls = Get-EngineCall { $script:again = 'centos-7' | Build-DockerRpm @common -Version 1.12.1 }
        $calls | Should -BeNullOrEmpty
        $script:again.Sha256 | Should -Be $script:packages.Sha256
    }

    It 'says what is missing, with what is there, and goes on with the next distribution' {
        $packages = Build-DockerRpm @common 1.12.1 centos-5, centos-7 -ErrorAction SilentlyContinue -ErrorVariable failure
        $packages | Should -HaveCount 4
        $failure | Should -HaveCount 1
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotFound,DockerOps.Cmdlets.Rpm.BuildDockerRpmCommand'
        $failure[0].TargetObject | Should -Be 'centos-5'
        "$($failure[0])" | Should -BeLike '*centos-7, fedora-24, opensuse-13.2, oraclelinux-7*'
        Build-DockerRpm @common 1.11.0 centos-7 -ErrorAction SilentlyContinue -ErrorVariable failure
        "$($failure[0])" | Should -BeLike "*no tag 'v1.11.0'*v1.12.1*"
    }

    It 'understands git whatever language it speaks' {
        $before = $env:LC_ALL, $env:LANGUAGE
        $env:LC_ALL, $env:LANGUAGE = 'C.UTF-8', 'de'
        try { Build-DockerRpm "file://$TestDrive/none" 1.12.1 centos-7 -Destination $out -ErrorAction SilentlyContinue -ErrorVariable failure }
        finally { $env:LC_ALL, $env:LANGUAGE = $before }
        $failure[0].FullyQualifiedErrorId | Should -Be 'NotFound,DockerOps.Cmdlets.Rpm.BuildDockerRpmCommand'
        "$($failure[0])" | Should -BeLike "*fatal: '*none' does not appear to be a git repository*"
    }

    It 'ends within a second of Ctrl+C and leaves nothing' {
        Set-Content "$sources/docker/hack/make.sh" '#!/bin/sh', 'sleep 600'
        git -C "$sources/docker" -c user.name=lab -c user.email=lab@example.org commit --quiet -m slow hack/make.sh
        git -C "$sources/docker" tag v1.12.3
        $before = @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'dockerops-rpm-*').Name
        $script = {
            param($Arguments, $On)
            Build-DockerRpm @Arguments -Version 1.12.3 -Distribution centos-7 -Component Engine -NoManPage -DockerHost $On
        }
        $seconds = Measure-Stop $script -With @{ Arguments = $common; On = $LocalHost } -When {
            docker -H $LocalHost ps --no-trunc --format '{{.Command}}' | Where-Object { $_ -like '*_version 1.12.3*' }
        }
        $seconds | Should -BeLessThan 5
        for ($tries = 0; $tries -lt 50 -and (Get-RpmLeftover); $tries++) { Start-Sleep -Milliseconds 200 }
        Get-RpmLeftover | Should -BeNullOrEmpty
        docker -H $LocalHost ps --no-trunc --format '{{.Command}}' | Where-Object { $_ -like '*_version 1.12.3*' } | Should -BeNullOrEmpty
        @(Get-ChildItem ([IO.Path]::GetTempPath()) -Filter 'dockerops-rpm-*').Name | Where-Object { $_ -notin $before } | Should -BeNullOrEmpty
    }

    It 'completes the distributions of the sources' {
        (TabExpansion2 "Build-DockerRpm -Source $sources/docker -Distribution cen").CompletionMatches.CompletionText | Should -Be 'centos-7'
    }

    It 'ends within a second of Ctrl+C, and leaves neither images nor sources' {
        . $PSScriptRoot/Containers.ps1
        $here = [IO.Path]::GetTempPath()
        $before = (Get-ChildItem $here -Filter 'dockerops-rpm-*').Name
        $seconds = Measure-Stop {
            param($Common, $On, $Out)
            Build-DockerRpm @Common 1.12.1 centos-7 -Destination $Out -Define '__spec_install_pre=sleep 600' -NoManPage -DockerHost $On
        } -With @{ Common = @{ Source = $common.Source; RuncSource = $common.RuncSource; ContainerdSource = $common.ContainerdSource }; On = $LocalHost; Out = "$TestDrive/stopped" } `
            -When { docker -H $LocalHost ps --no-trunc --filter label=org.dockerops.rpm --format '{{.Command}}' | Select-String rpmbuild }
        $seconds | Should -BeLessThan 3
        Wait-Until { -not (Get-RpmLeftover) } -Seconds 30
        (Get-ChildItem $here -Filter 'dockerops-rpm-*').Name | Should -Be $before
    }
}
