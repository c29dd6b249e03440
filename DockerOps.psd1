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

    # Every cmdlet, by what it works on. Get-Help NAME -Full tells the rest; the page is docs/en-US/NAME.md.
    # One list literal with commas: PowerShell runs a manifest, and a statement a name would cost an import milliseconds.
    CmdletsToExport      = @(
        # Hosts: what is behind a name, its facts, its files
        'Connect-DockerHost',
        'Disconnect-DockerHost',
        'Get-DockerHost',
        'Test-DockerHost',
        'Invoke-DockerHostCommand',
        'Copy-DockerHostItem',

        # Images: from host to host, to and from archives
        'Get-DockerImage',
        'Export-DockerImage',
        'Import-DockerImage',
        'Copy-DockerImage',
        'Remove-DockerImage',
        'Add-DockerImageTag',
        'Remove-DockerImageTag',
        'ConvertTo-DockerImage',
        'Receive-DockerImage',
        'Publish-DockerImage',
        'Build-DockerImage',

        # Base images: from package repositories to a checked image
        'New-SmeImage',
        'New-DockerBaseImage',

        # Image archives: what a tar holds, without an engine
        'Get-DockerImageArchive',
        'Test-DockerImageArchive',

        # Containers: run, look into, take down
        'Get-DockerContainer', 'Invoke-DockerContainer', 'New-DockerContainer', 'Remove-DockerContainer',
        'Start-DockerContainer', 'Stop-DockerContainer', 'Restart-DockerContainer', 'Wait-DockerContainer',
        'Get-DockerLog', 'Invoke-DockerCommand', 'Copy-DockerItem', 'Export-DockerContainer',

        # Volumes
        'Get-DockerVolume', 'New-DockerVolume', 'Remove-DockerVolume',

        # Backups of hosts: made, read again, put back
        'Backup-DockerHost', 'Get-DockerBackup', 'Test-DockerBackup', 'Restore-DockerHost',

        # The engine of a host: what it is, whether it is well, its service
        'Get-DockerEngine', 'Test-DockerEngine', 'Install-DockerEngine',
        'Start-DockerEngine', 'Stop-DockerEngine', 'Restart-DockerEngine', 'Enable-DockerEngine',

        # Packages and repositories: from package files to what a host installs
        'Get-RpmPackage', 'Build-RpmPackage', 'Build-DockerRpm',

        # Upgrades of the engine: planned, run as one transaction, undone
        'Get-DockerUpgradePlan', 'Update-DockerEngine', 'Restore-DockerEngine', 'Get-DockerKnownFailure',

        # Yum repositories: made here, known to hosts
        'Get-YumRepository', 'Register-YumRepository', 'Unregister-YumRepository',
        'New-YumRepository', 'Update-YumRepository', 'Test-YumRepository', 'Publish-YumRepository',

        # The daemon's configuration: where each setting comes from, what is wrong with it, and changing it safely
        'Get-DockerDaemonConfig', 'Test-DockerDaemonConfig', 'Set-DockerDaemonConfig', 'Restore-DockerDaemonConfig',
        'New-DockerCertificate'
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
