BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $there = "/tmp/$(New-LabName)"
    $null = Invoke-DockerHostCommand mkdir, $there -DockerHost $BootHost
    function Get-There { (Invoke-DockerHostCommand ls, $there -DockerHost $BootHost).Lines }
}

AfterAll {
    $null = Invoke-DockerHostCommand rm, -rf, $there -DockerHost $BootHost
    Disconnect-DockerHost -All
}

Describe 'Copy-DockerHostItem' {
    BeforeEach {
        $null = Invoke-DockerHostCommand sh, -c, "rm -rf $there/*" -DockerHost $BootHost
        Get-ChildItem $TestDrive | Remove-Item -Recurse
        'one' | Set-Content "$TestDrive/one.txt"
        [IO.File]::WriteAllText("$TestDrive/two[1].txt", 'two')
    }

    It 'completes paths of an open host on its side, and files here on the other' {
        $null = Connect-DockerHost $SmeHost
        # A slow machine may take longer than Tab waits.
        foreach ($case in @{ Line = "Copy-DockerHostItem ./x -DockerHost $SmeHost -Destination /etc/debian_ver"; Offered = '/etc/debian_version' },
            @{ Line = "Copy-DockerHostItem -FromHost -DockerHost $SmeHost -Path /etc/ss"; Offered = '/etc/ssh/' }) {
            Wait-Until { (TabExpansion2 $case.Line $case.Line.Length).CompletionMatches.CompletionText -contains $case.Offered }
        }

        $line = "Copy-DockerHostItem -DockerHost $SmeHost -Path $PSScriptRoot/Lab.p"
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "$PSScriptRoot/Lab.ps1"
        $line = "Copy-DockerHostItem -DockerHost root@not-open -FromHost -Path /et"
        (TabExpansion2 $line $line.Length).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
    }

    It 'copies there and back' {
        $up = Copy-DockerHostItem "$TestDrive/one.txt" $there -DockerHost $BootHost
        $up | Should -BeOfType DockerOps.FileTransfer
        $up.HostPath, $up.Length, $up.FromHost | Should -Be "$there/one.txt", 4, $false
        $up.Sha256 | Should -Be (Get-FileHash "$TestDrive/one.txt").Hash.ToLowerInvariant()
        $down = Copy-DockerHostItem "$there/one.txt" "$TestDrive/back/" -FromHost -DockerHost $BootHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $null = New-Item -ItemType Directory "$TestDrive/back"
        $down = Copy-DockerHostItem "$there/one.txt" "$TestDrive/back/" -FromHost -DockerHost $BootHost
        $down.Path, $down.FromHost | Should -Be "$TestDrive/back/one.txt", $true
        Get-Content $down.Path | Should -Be 'one'
    }

    It 'brings the files of the host that wildcards match, no folders, and a name that has such characters as it is' {
        $null = Invoke-DockerHostCommand sh, -c, "cd $there && mkdir a.txt && echo b >b.txt && echo c >c.txt && echo d >d[1].txt && echo d >d1.txt && echo h >.h.txt" -DockerHost $BootHost
        $from = @{ FromHost = $true; DockerHost = $BootHost }
        (Copy-DockerHostItem "$there/[bc]*.txt" $TestDrive @from).HostPath | Should -Be "$there/b.txt", "$there/c.txt"
        (Copy-DockerHostItem "$there/d[1].txt" "$TestDrive/d.txt" @from).HostPath | Should -Be "$there/d[1].txt"
        (Copy-DockerHostItem "$there/*" "$TestDrive" @from -Force).HostPath | Should -Be ('b', 'c', 'd1', 'd[1]' | ForEach-Object { "$there/$_.txt" })
        foreach ($case in @{ Path = "$there/*.txt"; To = 'one.txt'; Id = 'InvalidInput' }, @{ Path = "$there/*.tar"; To = ''; Id = 'NotFound' }, @{ Path = '/no/such/*'; To = ''; Id = 'NotFound' }) {
            Copy-DockerHostItem $case.Path "$TestDrive/$($case.To)" @from -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId, $failures[0].TargetObject | Should -Be "$($case.Id),DockerOps.Cmdlets.Hosts.CopyDockerHostItemCommand", $case.Path
        }
    }

    It 'takes files from the pipeline, wildcards and literal names, relative to the location' {
        Push-Location $TestDrive
        try {
            (Get-ChildItem *.txt | Copy-DockerHostItem -Destination $there -DockerHost $BootHost).Count | Should -Be 2
            Get-There | Should -Be 'one.txt', 'two[1].txt'
            (Copy-DockerHostItem ./on*.txt $there -DockerHost $BootHost -Force).Path | Should -Be "$TestDrive/one.txt"
            (Copy-DockerHostItem -LiteralPath 'two[1].txt' -Destination $there -DockerHost $BootHost -Force).Path | Should -Be "$TestDrive/two[1].txt"
        }
        finally {
            Pop-Location
        }
    }

    It 'goes on after a file that fails, and refuses to overwrite' {
        $null = Copy-DockerHostItem "$TestDrive/one.txt" $there -DockerHost $BootHost
        $done = "$TestDrive/one.txt", "$TestDrive/none.txt", $TestDrive, "$TestDrive/two[1].txt" | ForEach-Object ToString |
            Copy-DockerHostItem -Destination $there -DockerHost $BootHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $done.HostPath | Should -Be "$there/two[1].txt"
        $failures.FullyQualifiedErrorId -replace ',.*' | Should -Be 'Conflict', 'NotFound', 'InvalidInput'
        $failures.CategoryInfo.Category | Should -Be 'ResourceExists', 'ObjectNotFound', 'InvalidArgument'
        $failures.TargetObject | Should -Be "$there/one.txt", "$TestDrive/none.txt", "$TestDrive"
    }

    It 'copies as root with -Sudo' {
        Copy-DockerHostItem /etc/shadow $TestDrive -FromHost -DockerHost admin@boot2docker -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
        (Copy-DockerHostItem /etc/shadow $TestDrive -FromHost -DockerHost admin@boot2docker -Sudo).Length | Should -BeGreaterThan 0
    }

    It 'does with -WhatIf nothing but show what a run does' {
        $shown = Get-ShownText { Copy-DockerHostItem "$TestDrive/one.txt" $there -DockerHost $BootHost -WhatIf }
        Get-There | Should -BeNullOrEmpty
        $done = Copy-DockerHostItem "$TestDrive/one.txt" $there -DockerHost $BootHost
        $shown | Should -Be @(
            "copy $($done.Path) to $($done.HostPath).partial on $($done.DockerHost)"
            "rename $($done.HostPath).partial to $($done.HostPath) on $($done.DockerHost)")
        $shown = Get-ShownText { Copy-DockerHostItem "$there/one.txt" "$TestDrive/x" -FromHost -DockerHost $BootHost -WhatIf }
        $done = Copy-DockerHostItem "$there/one.txt" "$TestDrive/x" -FromHost -DockerHost $BootHost
        $shown | Should -Be @(
            "copy $($done.HostPath) on $($done.DockerHost) to $($done.Path).partial"
            "rename $($done.Path).partial to $($done.Path)")
    }

    It 'copies folders with -Recurse, as -WhatIf shows' {
        $null = New-Item -ItemType Directory "$TestDrive/tree/sub", "$TestDrive/back"
        'in' | Set-Content "$TestDrive/tree/sub/in.txt"
        Copy-DockerHostItem "$TestDrive/tree" $there -DockerHost $BootHost -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        "$($failures[0])" | Should -BeLike '*is a folder: -Recurse*'
        $shown = Get-ShownText { Copy-DockerHostItem "$TestDrive/tree" $there -Recurse -DockerHost $BootHost -WhatIf }
        Get-There | Should -BeNullOrEmpty
        $up = Get-ChildItem $TestDrive | Copy-DockerHostItem -Destination $there -Recurse -DockerHost $BootHost
        Get-There | Should -Be back, one.txt, tree, 'two[1].txt'
        $up.Files | Should -Be 0, 1, 1, 1
        $shown | Should -Be @(
            "copy $TestDrive/tree and all below it to $there/tree.partial on $($up[0].DockerHost)"
            "rename $there/tree.partial to $there/tree on $($up[0].DockerHost)")
        $shown = Get-ShownText { Copy-DockerHostItem $there/tree "$TestDrive/back" -FromHost -Recurse -DockerHost $BootHost -WhatIf }
        Get-ChildItem "$TestDrive/back" | Should -BeNullOrEmpty
        (Copy-DockerHostItem $there/t* "$TestDrive/back" -FromHost -Recurse -DockerHost $BootHost).HostPath | Should -Be $there/tree, "$there/two[1].txt"
        Get-Content "$TestDrive/back/tree/sub/in.txt" | Should -Be in
        $shown | Should -Be @(
            "copy $there/tree and all below it on $($up[0].DockerHost) to $TestDrive/back/tree.partial"
            "rename $TestDrive/back/tree.partial to $TestDrive/back/tree")
        Get-ShownText { Copy-DockerHostItem $there/tree "$TestDrive/back" -FromHost -Recurse -Force -DockerHost $BootHost -WhatIf } | Select-Object -Last 1 |
            Should -Be "move what is in $TestDrive/back/tree.partial into $TestDrive/back/tree"
        Copy-DockerHostItem $there/.. "$TestDrive/back" -FromHost -Recurse -DockerHost $BootHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'stops within a second, leaves a part and goes on with it' {
        $file = [IO.File]::Create("$TestDrive/big")
        try { $file.SetLength(600MB) } finally { $file.Dispose() }
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript(". '$PSScriptRoot/Lab.ps1'; Copy-DockerHostItem '$TestDrive/big' '$there/' -DockerHost '$BootHost'")
            $run = $shell.BeginInvoke()
            for ($i = 0; $i -lt 300 -and 'big.partial' -notin (Get-There); $i++) { Start-Sleep -Milliseconds 50 }
            $watch = [Diagnostics.Stopwatch]::StartNew()
            $shell.Stop()
            $watch.Elapsed.TotalSeconds | Should -BeLessThan 5
            Get-There | Should -Be 'big.partial'
        }
        finally {
            $shell.Dispose()
        }

        $null = Invoke-DockerHostCommand truncate, -s, 30000000, "$there/big.partial" -DockerHost $BootHost
        (Copy-DockerHostItem "$TestDrive/big" $there -DockerHost $BootHost).Resumed | Should -Be 30000000
        Get-There | Should -Be 'big'
    }

    It 'shows a table' {
        Copy-DockerHostItem "$TestDrive/one.txt" $there -DockerHost $BootHost | Out-String -Width 200 |
            Should -Match "one\.txt +-> $there/one\.txt +4 B +[\d.]+ k?B/s +[0-9a-f]{12}"
    }
}
