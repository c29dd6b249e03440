# What parameters of one name have in common, whatever the cmdlet. No host is asked.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../output/DockerOps" -Force
    $named = foreach ($command in Get-Command -Module DockerOps -CommandType Cmdlet) {
        foreach ($parameter in $command.Parameters.Values) { @{ Cmdlet = $command.Name; Name = $parameter.Name; Parameter = $parameter } }
    }

    # Cmdlets that take nothing but hosts through the pipeline.
    $ofHosts = Get-Command -Module DockerOps -CommandType Cmdlet | Where-Object {
        $_.Parameters.DockerHost -and -not ($_.Parameters.Values | Where-Object {
                $_.Name -ne 'DockerHost' -and ($_.Attributes | Where-Object { $_ -is [Parameter] -and $_.ValueFromPipeline })
            })
    } | ForEach-Object { @{ Cmdlet = $_.Name; Parameter = $_.Parameters.DockerHost } }

    # Cmdlets whose command is gathered from words, after a first argument or not.
    $ofCommands = $named | Where-Object { $_.Parameter.Attributes.ValueFromRemainingArguments -contains $true } | ForEach-Object {
        @{ Cmdlet = $_.Cmdlet; Name = $_.Name; First = $_.Parameter.Attributes.Position -contains 0 ? @() : @('x') }
    }

    # A list of what exists can be asked for; -Id of a registration is a new name.
    $things = 'DockerHost', 'Container', 'Image', 'BuilderImage', 'Volume', 'BuilderVolume', 'Network', 'LogDriver', 'StorageDriver', 'SigningKey', 'Id', 'HostPath', 'Registry', 'Platform', 'Architecture'
    $ofThings = $named | Where-Object {
        $_.Name -in $things -and $_.Parameter.ParameterType -notin [switch], [DockerOps.Backup] -and "$($_.Cmdlet) $($_.Name)" -ne 'Register-YumRepository Id'
    }
}

BeforeAll { $tests = Get-Content -Raw -Path "$PSScriptRoot/*.Tests.ps1" }

Describe 'Parameters' {
    It '<Cmdlet> -<Name> completes' -ForEach $ofThings {
        $Parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] } | Should -Not -BeNullOrEmpty
    }

    It '<Cmdlet> -<Name> takes seconds' -ForEach ($named | Where-Object Name -Like '*Timeout') {
        $Parameter.Attributes | Where-Object { $_.GetType().Name -eq 'DurationAttribute' } | Should -Not -BeNullOrEmpty
    }

    It '<Cmdlet> -<Name> has a test' -ForEach ($named | Where-Object Name -EQ 'WhatIf') {
        "$tests" | Should -Match "\b$Cmdlet\b.* -WhatIf"
    }

    It '<Cmdlet> -DockerHost takes hosts through the pipeline as they are' -ForEach $ofHosts {
        $Parameter.Attributes | Where-Object { $_ -is [Parameter] } | ForEach-Object { $_.ValueFromPipeline | Should -BeTrue }
    }

    It '<Cmdlet> -<Name> is a switch' -ForEach ($named | Where-Object Name -In 'Force', 'PassThru', 'Quiet') {
        $Parameter.ParameterType | Should -Be ([switch])
    }
}

Describe '<Cmdlet> -<Name>' -ForEach $ofCommands {
    BeforeAll {
        # What the shell makes of it and -WhatIf shows: no host is asked.
        function Show-Words([scriptblock] $Line) {
            $file = New-Item -Path "TestDrive:/$([guid]::NewGuid())"
            $null = Start-Transcript -LiteralPath $file -UseMinimalHeader
            try { & $Line } finally { $null = Stop-Transcript }
            $shown = "$((Get-Content -LiteralPath $file) -match 'What if: ')"
            $shown -match '"Cmd":(\[.*?\])' ? ($Matches[1] | ConvertFrom-Json) -join '|' : ($shown -replace '^What if: | on \S+$' -replace ' ', '|' -replace "'")
        }

        $here = @{ DockerHost = 'unix:///no/such.sock'; WhatIf = $true }
    }

    It 'is a list, words, or both' {
        Show-Words { & $Cmdlet @First -Command cat, /a, -n @here } | Should -Be 'cat|/a|-n'
        Show-Words { & $Cmdlet @First cat /a @here } | Should -Be 'cat|/a'
        Show-Words { & $Cmdlet @First cat /a, /b @here } | Should -Be 'cat|/a|/b'
        Show-Words { & $Cmdlet @First rm, '-rf' /b 3 @here } | Should -Be 'rm|-rf|/b|3'
    }

    It 'never is what looks like a parameter: <_>' -ForEach '-DokerHost', '-DockerHots', '-ComputerName', '-WhatIff', '-Comfirm', '-Tiemout' {
        $word = $_
        { Invoke-Expression "$Cmdlet $First true $word x -DockerHost unix:///no/such.sock -WhatIf" } | Should -Throw "*'$word'*no parameter*"
    }

    It 'never begins with what belongs to docker: <_>' -ForEach '-it', '--rm' {
        $word = $_
        { Invoke-Expression "$Cmdlet $First $word sh -DockerHost unix:///no/such.sock -WhatIf" } | Should -Throw "*'$word'*option of the docker command*"
    }

    It 'leaves among its words to the shell only what is written as the help has it: <_>' -ForEach '-DockerH', '-dockerhost', '-whatif', '-ea' {
        $word = $_
        foreach ($line in "$Cmdlet $First true $word Stop", "if (1) { $Cmdlet $First 'true' a $word Stop }") {
            $failed = { Invoke-Expression $line } | Should -Throw "*'$word' stands among the words*give a list: -Command true, '$word'*" -PassThru
            $failed.FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
            $failed.TargetObject | Should -Be $word
        }

        Show-Words { & $Cmdlet @First -dockerh unix:///no/such.sock -wi true a b } | Should -Be 'true|a|b'
        Show-Words { & $Cmdlet @First -com true, a -dockerh unix:///no/such.sock -wi } | Should -Be 'true|a'
        Show-Words { & $Cmdlet @First true, a -dockerh unix:///no/such.sock -wi } | Should -Be 'true|a'
    }

    It 'is given as it is in quotes, or with commas' {
        Show-Words { & $Cmdlet @First find / '-user' root '-verbose' @here } | Should -Be 'find|/|-user|root|-verbose'
        Show-Words { & $Cmdlet @First -Command echo, '-DokerHost', '-a:' @here } | Should -Be 'echo|-DokerHost|-a:'
    }

    It 'has no word that the shell made two of, and none that is nothing' {
        $unset = $null
        { & $Cmdlet @First java -Dx:1 @here } | Should -Throw "*'-Dx:'*quotes*"
        { & $Cmdlet @First rm -rf $unset @here } | Should -Throw '*unset variable*'
        { & $Cmdlet @First -Command rm, $unset @here } | Should -Throw '*unset variable*'
        { & $Cmdlet @First -Command printf, '' @here } | Should -Not -Throw
    }
}

Describe 'An object that is given as an argument' {
    BeforeAll {
        $of = @{ DockerHost = 'unix:///its/own.sock' }
        $container = [DockerOps.Container] ($of + @{ Name = 'web'; Image = 'sme-9:6.5' })
        $image = [DockerOps.Image] ($of + @{ Name = 'sme-9:6.5' })
        $volume = [DockerOps.Volume] ($of + @{ Name = 'data' })
        $spec = New-Item "$TestDrive/x.spec" -Value "Name: x`nVersion: 1`nRelease: 1`nSummary: x`nLicense: x`n%description`nx`n"

        function Show([scriptblock] $Line) {
            $file = New-Item -Path "TestDrive:/$([guid]::NewGuid())"
            $null = Start-Transcript -LiteralPath $file -UseMinimalHeader
            try { & $Line } finally { $null = Stop-Transcript }
            "$((Get-Content -LiteralPath $file) -match 'What if: ')"
        }
    }

    It 'stays on its host: <_>' -ForEach @(
        { Remove-DockerContainer $container -Force -WhatIf -Confirm:$false }, { Start-DockerContainer $container, $container -WhatIf }
        { Stop-DockerContainer -Name $container -WhatIf }, { Invoke-DockerCommand $container true -WhatIf }
        { Invoke-DockerContainer $image true -WhatIf }, { New-DockerContainer $container -WhatIf }
        { Remove-DockerContainer @($container).Where({ $_ }) -Force -WhatIf -Confirm:$false }, { Stop-DockerContainer ([Collections.Generic.List[object]] @($container)) -WhatIf }
        { Start-DockerContainer @{ one = $container }.Values -WhatIf }
    ) {
        Show $_ | Should -Match ' on unix:///its/own.sock'
    }

    It 'is looked for there: <_>' -ForEach @(
        { Get-DockerImage $image }, { Remove-DockerImage $image -WhatIf }, { Export-DockerImage $image x.tar -WhatIf }, { Get-DockerLog $container }
        { Remove-DockerVolume $volume -WhatIf }, { Copy-DockerImage $image -Destination local -WhatIf }, { Copy-DockerItem -FromContainer /x . -Container $container }
        { New-SmeImage x -BuilderImage $image -WhatIf }, { Build-RpmPackage "$spec" $image -WhatIf }
    ) {
        "$(& $_ 2>&1)" | Should -BeLike '*unix:///its/own.sock*'
    }

    # As Export-Clixml and Import-Clixml, and a job, hand it over.
    It 'stays on its host after it was saved: <_>' -ForEach @(
        { $saved.container | Remove-DockerContainer -Force -WhatIf -Confirm:$false }, { Remove-DockerContainer $saved.container -Force -WhatIf -Confirm:$false }
        { $saved.container | Get-DockerContainer }, { Get-DockerContainer $saved.container }, { Stop-DockerContainer $saved.container, $saved.container -WhatIf }
        { $saved.image | Remove-DockerImage -WhatIf }, { Remove-DockerImage $saved.image -WhatIf }, { Invoke-DockerContainer $saved.image true -WhatIf }
        { $saved.volume | Remove-DockerVolume -WhatIf }, { Remove-DockerVolume $saved.volume -WhatIf }
        { Get-DockerImage -DockerHost $saved.image.DockerHost }, { $saved.image | Get-DockerEngine }, { $saved.image.DockerHost | Get-DockerEngine }
        { $image | ConvertTo-Json | ConvertFrom-Json | Get-DockerImage }, { $saved.container | Select-Object Name, DockerHost | Get-DockerContainer }
    ) {
        $saved = [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize(
                [pscustomobject] @{ image = $image; container = $container; volume = $volume }, 3))
        "$(Show $_) $(& $_ 2>&1)" | Should -BeLike '*unix:///its/own.sock*'
    }

    It 'goes where -DockerHost says' {
        Show { Remove-DockerContainer $container -DockerHost unix:///another.sock -WhatIf } | Should -Match ' on unix:///another.sock'
    }

    It 'is refused beside one of another host' {
        $other = [DockerOps.Container] @{ Name = 'web'; DockerHost = 'unix:///another.sock' }
        Remove-DockerContainer $container, $other -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue
        "$failures" | Should -BeLike '*several hosts*'
    }
}

Describe 'Install-DockerEngine' {
    It 'takes the name of a file for no host' {
        '/no/such.rpm' | Install-DockerEngine -WhatIf -ErrorVariable failures -ErrorAction SilentlyContinue
        "$failures" | Should -BeLike "*'/no/such.rpm' is a file and no host*"
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
    }

    It 'installs nothing when nothing comes through the pipeline' {
        { $null | Install-DockerEngine -DockerHost unix:///no/such.sock -WhatIf } | Should -Throw '*unset variable*'
    }
}

Describe 'Completion' {
    It 'offers known values: <line>' -ForEach @(
        @{ line = 'Get-DockerKnownFailure -Id no-'; offered = 'no-socket' }
        @{ line = 'New-DockerContainer x -LogDriver jo'; offered = 'journald' }
        @{ line = 'Receive-DockerImage x -Platform linux/arm6'; offered = 'linux/arm64' }
        @{ line = 'New-SmeImage x -Architecture a'; offered = 'aarch64', 'armv7hl' }
        @{ line = 'Get-DockerBackup -DockerHost local -HostPath /et'; offered = '/etc/' }
        @{ line = 'Copy-DockerHostItem ./x -DockerHost local -Destination /et'; offered = '/etc/' }
    ) {
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $offered
    }

    It 'offers nothing, and no error, where no engine answers: <_>' -ForEach @(
        'New-DockerContainer x -Network '
        'New-DockerContainer x -Volume '
        'Receive-DockerImage '
        'Backup-DockerHost -Network '
        'Publish-DockerImage x -Registry x'
    ) {
        $Error.Clear()
        $line = "$_ -DockerHost unix:///no/such.sock"
        (TabExpansion2 $line ($_.Length)).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}
