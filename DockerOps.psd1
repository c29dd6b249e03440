@{
    RootModule           = 'DockerOps.Cmdlets.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = 'af536efc-94be-4c15-a70d-a41e10c13d94'
    Author               = 'The DockerOps authors'
    CompanyName          = 'DockerOps'
    Copyright            = 'Copyright (c) 2026 the DockerOps authors'
    Description          = 'Docker hosts, engines, images and containers from PowerShell, on this machine and over SSH.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('DockerOps.Format.ps1xml')
    TypesToProcess       = @('DockerOps.Types.ps1xml')

    # Every cmdlet, by what it works on. Get-Help NAME -Full tells the rest; the page is docs/en-US/NAME.md.
    CmdletsToExport      = @(
        # Hosts: what is behind a name, its facts, its files
        'Connect-DockerHost'
        'Disconnect-DockerHost'
        'Get-DockerHost'
        'Test-DockerHost'
        'Invoke-DockerHostCommand'
        'Copy-DockerHostItem'

        # Images: from host to host, to and from archives
        'Get-DockerImage'
        'Export-DockerImage'
        'Import-DockerImage'
        'Copy-DockerImage'
        'Remove-DockerImage'
        'Add-DockerImageTag'
        'Remove-DockerImageTag'
        'ConvertTo-DockerImage'

        # Base images: from package repositories to a checked image
        'New-SmeImage'
        'New-DockerBaseImage'

        # Image archives: what a tar holds, without an engine
        'Get-DockerImageArchive'
        'Test-DockerImageArchive'

        # Containers: run, look into, take down
        'Get-DockerContainer', 'Invoke-DockerContainer', 'New-DockerContainer', 'Remove-DockerContainer'
        'Start-DockerContainer', 'Stop-DockerContainer', 'Restart-DockerContainer', 'Wait-DockerContainer'
        'Get-DockerLog', 'Invoke-DockerCommand', 'Copy-DockerItem', 'Export-DockerContainer'

        # The engine as a service of its host
        'Enable-DockerEngine'

        # Yum repositories on hosts
        'Get-YumRepository', 'Register-YumRepository', 'Unregister-YumRepository'

        # The daemon's configuration: where each setting comes from, and what is wrong with it
        'Get-DockerDaemonConfig', 'Test-DockerDaemonConfig'

    )
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()

    PrivateData          = @{
        PSData = @{
            Tags         = @('PSEdition_Core', 'Windows', 'Linux', 'MacOS', 'Docker', 'Container', 'Ssh', 'Rpm', 'Build', 'Deployment')
            ReleaseNotes = 'See CHANGELOG.md beside this file.'
        }
    }
}
