# What Get-Help says of every exported cmdlet, against what PowerShell itself knows of it.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../output/DockerOps" -Force
    $commands = Get-Command -Module DockerOps -CommandType Cmdlet
    $topics = Get-ChildItem "$PSScriptRoot/../../docs/en-US/about_*.md" | ForEach-Object BaseName
}

Describe 'Help of <_>' -ForEach @($commands) {
    BeforeAll {
        $command = $_
        $help = Get-Help $command.Name -Full
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $parameters = @{}
        $help.parameters.parameter | ForEach-Object { $parameters[$_.name] = $_ }
    }

    It 'has a synopsis and a description' {
        $help.Synopsis | Should -Match '^[A-Z].*\.$'
        $help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'has two examples that name the cmdlet' {
        @($help.examples.example).Count | Should -BeGreaterOrEqual 2
        $help.examples.example.code | Should -Match $command.Name
    }

    It 'describes each parameter and no other' {
        $parameters.Keys | Sort-Object | Should -Be ($command.Parameters.Keys | Where-Object { $_ -notin $common } | Sort-Object)
        $parameters.Values | ForEach-Object { $_.description.Text | Should -Not -BeNullOrEmpty -Because $_.name }
    }

    It 'knows the aliases of each parameter' {
        foreach ($parameter in $parameters.Values) {
            $aliases = $command.Parameters[$parameter.name].Aliases -join ', '
            $parameter.aliases | Should -Be ($aliases ? $aliases : 'none') -Because $parameter.name
        }
    }

    It 'tells the default of each parameter that has one' {
        $fresh = [Activator]::CreateInstance($command.ImplementingType)
        foreach ($parameter in $parameters.Values | Where-Object name -NotIn 'WhatIf', 'Confirm') {
            $known = $command.Parameters[$parameter.name]
            $mandatory = $known.Attributes | Where-Object { $_ -is [Parameter] -and $_.Mandatory }
            $value = $command.ImplementingType.GetProperty($parameter.name).GetValue($fresh)
            # A setting that is left alone has no default.
            if ($mandatory -or $known.SwitchParameter -or -not "$value" -or "$value" -eq '0') { continue }
            $parameter.defaultValue | Should -Not -Be 'None' -Because "-$($parameter.name) is $value when it is not given"
        }
    }

    It 'knows the parameter sets, the default one first' {
        $sets = @($command.ParameterSets | Sort-Object { -not $_.IsDefault } -Stable)
        $syntax = @($help.syntax.syntaxItem)
        $syntax.Count | Should -Be $sets.Count
        for ($i = 0; $i -lt $sets.Count; $i++) {
            $known = $sets[$i].Parameters | Where-Object Name -NotIn $common
            $said = @{}
            $syntax[$i].parameter | ForEach-Object { $said[$_.name] = $_ }
            $said.Keys | Sort-Object | Should -Be ($known.Name | Sort-Object) -Because $sets[$i].Name
            foreach ($parameter in $known) {
                $said[$parameter.Name].required | Should -Be "$($parameter.IsMandatory)" -Because $parameter.Name
                $said[$parameter.Name].position | Should -Be ($parameter.Position -lt 0 ? 'named' : "$($parameter.Position)") -Because $parameter.Name
            }
        }
    }
}

Describe 'Topic <_>' -ForEach @($topics) {
    It 'is found, with its short description' {
        (Get-Help $_) | Should -Match "^TOPIC\r?\n    $_"
        (Get-Help "$_*" | Where-Object Name -EQ $_).Synopsis | Should -Match '\.$'
    }
}
