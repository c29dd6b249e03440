BeforeAll { . "$PSScriptRoot/Lab.ps1" }

Describe 'Get-DockerKnownFailure' {
    It 'lists what is known' {
        (Get-DockerKnownFailure).Id | Should -Be 'device-mapper-symbol', 'no-socket', 'flag-and-file', 'pid-file', 'storage-driver', 'containerd'
        (Get-DockerKnownFailure -Id device*).Remedy[0] | Should -Contain 'device-mapper-libs'
    }

    It 'takes an administrator''s own, first' {
        Set-Content "$TestDrive/own.json" '[{ "Id": "containerd", "Description": "ours", "Pattern": "x", "Remedy": [["true"]] }]'
        $own = Get-DockerKnownFailure -Id containerd -KnownFailurePath "$TestDrive/own.json"
        $own.Description | Should -Be 'ours'
    }

    It 'refuses a file that makes no sense' {
        Set-Content "$TestDrive/wrong.json" '[{ "Id": "x", "Description": "x", "Pattern": "(" }]'
        Get-DockerKnownFailure -KnownFailurePath "$TestDrive/wrong.json" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        Get-DockerKnownFailure -KnownFailurePath "$TestDrive/none.json" -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotFound,*'
    }

    It 'finds in a host''s full log what one of one''s own describes' {
        Set-Content "$TestDrive/own.json" '[{ "Id": "listens", "Description": "x", "Pattern": "API listen on" }]'
        $found = Get-DockerKnownFailure $SmeHost -KnownFailurePath "$TestDrive/own.json" -Id listens -Since 1.00:00:00
        $found.DockerHost | Should -Be "ssh://$SmeHost"
        $found.Matched[0] | Should -BeLike '*API listen on*docker.sock*'
    }
}
