BeforeAll {
    . "$PSScriptRoot/Lab.ps1"
    $password = (Get-Content -Raw -LiteralPath $Lab.ssh.passwordFile).Trim()
    function New-Credential([string] $User, [string] $Secret) {
        [pscredential]::new($User, (ConvertTo-SecureString $Secret -AsPlainText -Force))
    }
}

AfterAll { Disconnect-DockerHost -All }

Describe 'Connect-DockerHost' {
    AfterEach { Disconnect-DockerHost -All }

    It 'returns a host that stands for itself in every cmdlet' {
        $opened = Connect-DockerHost $SmeHost
        $opened | Should -BeOfType DockerOps.HostInfo
        $opened.IsOpen | Should -BeTrue
        (Invoke-DockerHostCommand hostname -DockerHost $opened).Success | Should -BeTrue
        ($opened | Invoke-DockerHostCommand hostname).DockerHost | Should -Be $opened.DockerHost
    }

    It 'takes hosts from the pipeline and goes on after one that fails' {
        $opened = $SmeHost, 'ssh://127.0.0.1:1', $BootHost | Connect-DockerHost -ErrorVariable failures -ErrorAction SilentlyContinue
        $opened.DockerHost | ForEach-Object ToString | Should -Be "ssh://$SmeHost", "ssh://$BootHost"
        $failures.Count | Should -Be 1
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'Unreachable,*'
        $failures[0].CategoryInfo.Category | Should -Be 'ConnectionError'
        $failures[0].TargetObject | ForEach-Object ToString | Should -Be 'ssh://127.0.0.1:1'
    }

    It 'logs in with a password, the user from the credential' {
        $opened = Connect-DockerHost "sme9-docker:2222" -Credential (New-Credential locked $password)
        $opened.DockerHost.User | Should -Be 'locked'
        (Invoke-DockerHostCommand id, -un -DockerHost $opened).ToString() | Should -Be 'locked'
    }

    It 'refuses a wrong password and never repeats it' {
        Connect-DockerHost locked@sme9-docker:2222 -Credential (New-Credential locked 'wrong-horse') -ErrorVariable failures -ErrorAction SilentlyContinue
        $failures[0].FullyQualifiedErrorId | Should -BeLike 'NotPermitted,*'
        $failures[0].CategoryInfo.Category | Should -Be 'PermissionDenied'
        "$($failures[0] | Format-List * -Force | Out-String)" | Should -Not -Match 'wrong-horse'
    }

    It 'refuses a credential that contradicts the address, and one for a host without a login' {
        Connect-DockerHost root@sme9-docker:2222 -Credential (New-Credential locked x) -ErrorVariable failures -ErrorAction SilentlyContinue
        Connect-DockerHost tcp://127.0.0.1:1 -Credential (New-Credential locked x) -ErrorVariable +failures -ErrorAction SilentlyContinue
        $failures.FullyQualifiedErrorId | Should -BeLike 'InvalidInput,*'
        $failures.Count | Should -Be 2
    }

    It 'shows an unknown host key, and takes it with its fingerprint or when told to' {
        $folder = "$TestDrive/ssh"
        $null = New-Item -ItemType Directory $folder
        (Get-Content -Raw -LiteralPath $Lab.ssh.config).Replace("UserKnownHostsFile $($Lab.ssh.knownHosts)", "UserKnownHostsFile $folder/known").
            Replace('StrictHostKeyChecking yes', '') | Set-Content -LiteralPath "$folder/config"
        $env:DOCKEROPS_LAB_SSH_CONFIG = "$folder/config"
        try {
            $fingerprint = $Lab.hosts.'sme9-docker'.fingerprint
            Connect-DockerHost $SmeHost -ErrorVariable failures -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'HostKeyRejected,*'
            $failures[0].CategoryInfo.Category | Should -Be 'SecurityError'
            $failures[0].Exception.Message | Should -BeLike "*$fingerprint*"
            (Connect-DockerHost $SmeHost -HostKeyFingerprint $fingerprint).IsOpen | Should -BeTrue
            Test-Path "$folder/known" | Should -BeFalse
            (Connect-DockerHost $SmeHost -AcceptNewHostKey).IsOpen | Should -BeTrue
            "$folder/known" | Should -FileContentMatch 'ssh-ed25519'
        }
        finally {
            $env:DOCKEROPS_LAB_SSH_CONFIG = $null
        }
    }

    It 'waits no longer than -Timeout, given in seconds' {
        $silent = [Net.Sockets.TcpListener]::new([Net.IPAddress]::Loopback, 0)
        $silent.Start()
        try {
            Connect-DockerHost "ssh://127.0.0.1:$($silent.LocalEndpoint.Port)" -Timeout 1 -ErrorVariable failures -ErrorAction SilentlyContinue
            $failures[0].FullyQualifiedErrorId | Should -BeLike 'TimedOut,*'
            $failures[0].CategoryInfo.Category | Should -Be 'OperationTimeout'
        }
        finally {
            $silent.Stop()
        }
    }

    It 'completes names of the known hosts' {
        (TabExpansion2 'Connect-DockerHost lo').CompletionMatches.CompletionText | Should -Contain 'local'
    }

    It 'does not log in again for Tab' {
        $null = Connect-DockerHost $SmeHost
        # The parent of a command's shell is the sshd process of the connection.
        $null = Invoke-DockerHostCommand sh, -c, 'read -r id name state parent rest </proc/$PPID/stat; kill $parent' -DockerHost $SmeHost -ErrorAction Ignore
        for ($i = 0; $i -lt 100 -and (Get-DockerHost).IsOpen -contains $true; $i++) { Start-Sleep -Milliseconds 50 }

        # It may take longer than other completions.
        (TabExpansion2 "Get-DockerUpgradePlan -DockerHost $SmeHost -Version ").CompletionMatches | Should -BeNullOrEmpty

        (Get-DockerHost).IsOpen | Should -Not -Contain $true
        (Invoke-DockerHostCommand hostname -DockerHost $SmeHost).Success | Should -BeTrue
    }

    It 'leaves nothing behind on either side when the process is killed' {
        $seconds = Get-Random -Minimum 100000 -Maximum 999999
        $script = ". '$PSScriptRoot/Lab.ps1'; Invoke-DockerHostCommand sleep, $seconds -DockerHost '$BootHost'"
        $process = Start-PowerShell '-NoProfile', '-EncodedCommand', ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($script)))
        $count = { (Invoke-DockerHostCommand sh, -c, 'cat /proc/[0-9]*/cmdline 2>/dev/null' -DockerHost root@boot2docker).Output -split "`0" -contains "$seconds" }
        for ($i = 0; $i -lt 300 -and -not (& $count); $i++) { Start-Sleep -Milliseconds 100 }
        & $count | Should -BeTrue
        $ours = { @(Get-ChildItem /proc/*/cmdline -ErrorAction Ignore | Where-Object { (Get-Content -Raw $_ -ErrorAction Ignore) -match "ssh.*$seconds" }) }

        $process.Kill()
        for ($i = 0; $i -lt 100 -and ((& $count) -or (& $ours)); $i++) { Start-Sleep -Milliseconds 100 }
        & $count | Should -BeFalse
        & $ours | Should -BeNullOrEmpty
    }
}
