Describe 'Remove-DockerImage' {
    BeforeAll {
        . $PSScriptRoot/Lab.ps1
        . $PSScriptRoot/Images.ps1
        $env:DOCKER_HOST = $LocalHost
    }

    AfterAll {
        Remove-LabImage
        $env:DOCKER_HOST = $null
    }

    It 'removes images, silently' {
        $names = 1..2 | ForEach-Object { New-LabImage }
        Remove-DockerImage $names -Confirm:$false | Should -BeNullOrEmpty
        Get-EngineImage | Where-Object { $_ -in $names } | Should -BeNullOrEmpty
    }

    It 'takes off one name of several, and the image with the last' {
        $name = New-LabImage
        $other = "$(New-LabName):1"
        docker -H $LocalHost tag $name $other
        $id = (Get-DockerImage $name).Id
        Get-DockerImage $name | Remove-DockerImage -Confirm:$false
        (Get-DockerImage $id).Name | Should -Be $other
        Get-DockerImage $other | Remove-DockerImage -Confirm:$false
        Get-DockerImage $id -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'removes images of other hosts by their objects' {
        $name = New-LabImage
        $null = Copy-DockerImage $name -Destination $BootHost
        $image = Get-DockerImage $name -DockerHost $BootHost
        $image | Remove-DockerImage -Confirm:$false
        Get-DockerImage $name -DockerHost $BootHost -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        (Get-DockerImage $name).Id | Should -Be $image.Id
    }

    It 'removes an id with several names with -Force only' {
        $name = New-LabImage
        docker -H $LocalHost tag $name "$(New-LabName):1"
        $id = (Get-DockerImage $name).Id
        Remove-DockerImage $id -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
        Assert-Failure $failure Conflict RemoveDockerImageCommand ResourceExists $id
        "$($failure[0])" | Should -BeLike '*must be forced*'
        Remove-DockerImage $id -Force -Confirm:$false
        Get-DockerImage $id -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
    }

    It 'says that a container uses it, and goes on' {
        $used, $free = 1..2 | ForEach-Object { New-LabImage }
        $container = docker -H $LocalHost create $used true
        try {
            $used, 'no-such-image:1', $free | Remove-DockerImage -Confirm:$false -ErrorAction SilentlyContinue -ErrorVariable failure
            $failure.FullyQualifiedErrorId | Should -Be @(
                'Conflict,DockerOps.Cmdlets.Images.RemoveDockerImageCommand', 'NotFound,DockerOps.Cmdlets.Images.RemoveDockerImageCommand')
            "$($failure[0].TargetObject)", "$($failure[1].TargetObject)" | Should -Be $used, 'no-such-image:1'
            "$($failure[0])" | Should -BeLike "*$($container.Substring(0, 12))*"
            Get-EngineImage | Should -Contain $used
            Get-EngineImage | Should -Not -Contain $free
        }
        finally {
            $null = docker -H $LocalHost rm $container
        }
    }

    It 'asks before it removes' {
        $command = Get-Command Remove-DockerImage
        [System.Management.Automation.CmdletAttribute] $attribute =
            $command.ImplementingType.GetCustomAttributes([System.Management.Automation.CmdletAttribute], $false)[0]
        $attribute.ConfirmImpact | Should -Be High
        $name = New-LabImage
        # A host that cannot ask: the question itself is the error, and nothing is removed.
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$((Get-Module DockerOps).Path)'; Remove-DockerImage '$name' -DockerHost '$LocalHost'").Invoke()
        }
        catch {
            "$_" | Should -Match 'prompt|confirm|interactive'
        }
        finally {
            $shell.Dispose()
        }
        Get-EngineImage | Should -Contain $name
    }

    It 'shows with -WhatIf the calls that are then made' {
        $names = 1..2 | ForEach-Object { New-LabImage }
        $made = Get-EngineCall { $script:shown = Get-ShownText { Remove-DockerImage $names -Force -KeepParents -WhatIf } }
        $made | Should -BeNullOrEmpty
        Get-EngineImage | Where-Object { $_ -in $names } | Should -HaveCount 2
        $calls = Get-EngineCall { Remove-DockerImage $names -Force -KeepParents -Confirm:$false }
        $calls | Should -HaveCount 2
        $calls | Should -BeLike '*force=1*noprune=1*'
        $script:shown | Should -Be ($calls | ForEach-Object { "$_ on $LocalHost" })
    }

    It 'completes the names of images' {
        $name = New-LabImage
        Wait-Until { (TabExpansion2 "Remove-DockerImage $name").CompletionMatches.CompletionText -contains $name } -Seconds 20
    }
}
