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

    # A list of what exists can be asked for; -Id of a registration is a new name.
    $things = 'DockerHost', 'Container', 'Image', 'BuilderImage', 'Volume', 'BuilderVolume', 'Network', 'LogDriver', 'StorageDriver', 'SigningKey', 'Id'
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

Describe 'Completion' {
    It 'offers known values: <line>' -ForEach @(
        @{ line = 'Get-DockerKnownFailure -Id no-'; offered = 'no-socket' }
        @{ line = 'New-DockerContainer x -LogDriver jo'; offered = 'journald' }
    ) {
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $offered
    }

    It 'offers nothing, and no error, where no engine answers: <_>' -ForEach @(
        'New-DockerContainer x -Network '
        'New-DockerContainer x -Volume '
        'Receive-DockerImage '
        'Backup-DockerHost -Network '
    ) {
        $Error.Clear()
        $line = "$_ -DockerHost unix:///no/such.sock"
        (TabExpansion2 $line ($_.Length)).CompletionMatches | Where-Object ResultType -EQ ParameterValue | Should -BeNullOrEmpty
        $Error | Should -BeNullOrEmpty
    }
}
