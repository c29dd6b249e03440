# What the tests of somebody's runbook need: mocks of every cmdlet, and objects made by hand.

BeforeDiscovery {
    Import-Module "$PSScriptRoot/../../output/DockerOps" -Force
    $commands = Get-Command -Module DockerOps -CommandType Cmdlet
}

Describe 'A mock of <_>' -ForEach @($commands) {
    It 'is called in its place, with what is mandatory' {
        $command = $_.Name
        $mandatory = @{}
        ($_.ParameterSets | Sort-Object IsDefault -Descending | Select-Object -First 1).Parameters |
            Where-Object IsMandatory | ForEach-Object { $mandatory[$_.Name] = ('x' -as $_.ParameterType) ?? (@{ Id = 'x' } -as $_.ParameterType) }
        Mock $command { 'mocked' }
        & $command @mandatory | Should -Be 'mocked'
    }
}

Describe 'A pipeline of mocks' {
    It 'stays on the host of an object made by hand' {
        Mock Get-DockerImage { [DockerOps.Image]@{ Name = 'sme-9:6.5'; DockerHost = 'root@sme9-docker:2222' } }
        Mock Export-DockerImage { [pscustomobject]@{ Path = $Path; From = "$DockerHost" } }
        Mock Import-DockerImage { "$Path from $($_.From) to $DockerHost" }
        Get-DockerImage sme-9:6.5 | Export-DockerImage -Path ./copie_sme-9.tar | Import-DockerImage -DockerHost docker@boot2docker |
            Should -Be './copie_sme-9.tar from ssh://root@sme9-docker:2222 to ssh://docker@boot2docker'
        Should -Invoke Export-DockerImage -Exactly 1 -ParameterFilter { $Name -eq 'sme-9:6.5' }
    }

    It 'refuses what the cmdlet would refuse' {
        Mock Update-DockerEngine { }
        { 'root@node1' | Update-DockerEngine -Versoin 26.1 } | Should -Throw -ErrorId 'NamedParameterNotFound*'
        Should -Invoke Update-DockerEngine -Exactly 0
    }
}
