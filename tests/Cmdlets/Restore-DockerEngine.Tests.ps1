BeforeAll { . "$PSScriptRoot/Lab.ps1" }

# What it undoes is in Update-DockerEngine.Tests.ps1, with the upgrades.
Describe 'Restore-DockerEngine' {
    It 'has nothing to undo on a host whose engine was never upgraded' {
        Restore-DockerEngine $BootHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
        $failures[0].TargetObject | Should -Be "ssh://$BootHost"
    }
}
