BeforeDiscovery { $nodes = [bool](Get-Content -Raw -LiteralPath $env:DOCKEROPS_LAB | ConvertFrom-Json).capabilities.nodes }

BeforeAll { . "$PSScriptRoot/Lab.ps1" }

Describe 'Get-DockerUpgradePlan' {
    It 'blocks what cannot be had, and has no steps then' {
        $plan = Get-DockerUpgradePlan $SmeHost -Version 99.1
        $plan | Should -BeOfType DockerOps.UpgradePlan
        $plan.IsBlocked | Should -BeTrue
        $plan.Steps.Count | Should -Be 0
        $plan.Findings[0].Severity | Should -Be 'Blocking'
    }

    It 'takes the newest that the repositories have, and Update-DockerEngine its plan' -Skip:(-not $nodes) {
        $plan = Get-DockerUpgradePlan root@node2
        $plan.ToVersion | Should -Be $Lab.nodes.versions[-1]
        $plan.Steps.Count | Should -BeGreaterThan 0
        $shown = Get-ShownText { $plan | Update-DockerEngine -WhatIf }
        $shown[-1] | Should -BeLike "GET /version on ssh://root@node2 has to say $($Lab.nodes.versions[-1]);*"
        (Get-ShownText { Update-DockerEngine -Plan $plan -WhatIf })[-1] | Should -BeLike 'GET /version on ssh://root@node2 *'
        (Get-ShownText { $plan | Update-DockerEngine -Version $Lab.nodes.versions[1] -WhatIf })[-1] | Should -BeLike "* has to say $($Lab.nodes.versions[1]);*"
    }

    It 'has nothing to do where the repositories have nothing newer' {
        (Get-DockerUpgradePlan $SmeHost).Findings.Id | Should -Contain AlreadyThere
    }

    It 'takes no version unasked' {
        Update-DockerEngine $SmeHost -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        $failures[0].TargetObject | Should -Be "ssh://$SmeHost"
    }

    It 'refuses <with>' -ForEach @(
        @{ with = @{ Version = 'new' } }
        @{ with = @{ Source = 'Static'; Url = 'https://x/y.tgz' } }
        @{ with = @{ Version = '28.5.2'; Source = 'Static' } }
        @{ with = @{ Version = '28.5'; Source = 'Static'; Url = 'https://x/y.tgz' } }
        @{ with = @{ Version = '28.5.2'; Source = 'Static'; Url = 'https://x/y.tgz'; Sha256 = 'short' } }
        # Named and not used: an engine of the repositories would come in place of the one that was meant.
        @{ with = @{ Version = '28.5.2'; Path = './docker-28.5.2.tgz' } }
        @{ with = @{ Version = '28.5.2'; Url = 'https://x/docker-28.5.2.tgz' } }
        @{ with = @{ Version = '28.5.2'; Sha256 = '0' * 64 } }
        @{ with = @{ Version = '28.5.2'; Source = 'Static'; Path = './docker-28.5.2.tgz' } }
    ) {
        Get-DockerUpgradePlan $SmeHost @with -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'knows that an archive is not there before anything is planned' {
        $missing = "$TestDrive/docker-28.5.2.tgz"
        Get-DockerUpgradePlan $SmeHost -Version 28.5.2 -Source Path -Path $missing -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be $missing
        Update-DockerEngine $SmeHost -Version 28.5.2 -Source Path -Path $missing -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'shows each step with its commands and how it is undone, and changes nothing' {
        $before = (Invoke-DockerHostCommand ls, -A, /var/lib -DockerHost $SmeHost).Output
        $version = (Test-DockerHost $SmeHost).EngineVersion -replace '[^\d.].*'
        $plan = Get-DockerUpgradePlan $SmeHost -Version 99.0.1 -Source Static -Url 'https://mirror.lan/docker-99.0.1.tgz'
        $plan.FromVersion | Should -Be $version
        $plan.Steps.Id | Should -Contain 'programs'
        $stop = $plan.Steps | Where-Object Id -EQ stop-engine
        $stop.IsDowntime | Should -BeTrue
        $stop.Commands[0] | Should -BeLike 'service docker stop on*'
        $stop.Undo -join ' ' | Should -BeLike '*service docker start on*'
        (Invoke-DockerHostCommand ls, -A, /var/lib -DockerHost $SmeHost).Output | Should -Be $before
    }

    It 'completes the versions that the repositories of <name> offer, newest first' -Skip:(-not $nodes) -ForEach @(
        @{ name = 'a host with dnf'; number = 2; read = 'dnf', '-q', 'makecache' }
        @{ name = 'a host with apt'; number = 3; read = , 'true' }
    ) {
        $node = "root@node$number"
        $null = Invoke-DockerHostCommand $read -DockerHost $node -Strict
        $versions = @($Lab.nodes.versions)[-1..-($Lab.nodes.versions.Count)]
        foreach ($line in "Get-DockerUpgradePlan $node -Version ", "Update-DockerEngine $node, root@nowhere -Version ", "Install-DockerEngine -DockerHost $node -Version ") {
            Wait-Until { "$((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText)" -eq "$versions" } -Seconds 20
        }

        $line = "Get-DockerUpgradePlan $node -Version $($versions[0].Substring(0, 3))"
        Wait-Until { "$((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText)" -eq $versions[0] } -Seconds 20
        # No host is opened for it.
        Disconnect-DockerHost $node
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Not -Contain $versions[0]
    }
}
