using System.Management.Automation;
using DockerOps.Backups;
using DockerOps.Cmdlets.Completers;

namespace DockerOps.Cmdlets.Backups;

[Cmdlet(VerbsData.Backup, "DockerHost", SupportsShouldProcess = true, DefaultParameterSetName = "Path")]
[OutputType(typeof(Backup))]
public sealed class BackupDockerHostCommand : HostsCmdlet
{
    [Parameter(Mandatory = true, Position = 1, ParameterSetName = "Path")]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter(Mandatory = true, ParameterSetName = "HostPath")]
    [ArgumentCompleter(typeof(HostPathCompleter))]
    [ValidateNotNullOrEmpty]
    public string HostPath { get; set; } = "";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public BackupPart[]? Include { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string[]? Image { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    public string[]? Volume { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    public string[]? Container { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string[]? Network { get; set; }

    [Parameter]
    public BackupHold Hold { get; set; } = BackupHold.Pause;

    [Parameter]
    [Duration]
    public TimeSpan? StopTimeout { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var host in Hosts) Attempt(host, () => Back(host));
    }

    private void Back(DockerHost host)
    {
        Names images = new(BackupPart.Images, Image), volumes = new(BackupPart.Volumes, Volume);
        Names containers = new(BackupPart.Containers, Container), networks = new(BackupPart.Networks, Network);
        var options = new BackupOptions
        {
            Include = Include ?? BackupOptions.AllParts,
            Image = images.Like,
            Volume = volumes.Like,
            Container = containers.Like,
            Network = networks.Like,
            Hold = Hold,
            StopTimeout = StopTimeout,
        };
        var session = Open(host);
        var plan = Wait(stop => ParameterSetName == "Path"
            ? HostBackup.PrepareAsync(session, this.Full(Path), options, stop)
            : HostBackup.PrepareOnHostAsync(session, HostPath, options, stop));
        List<string> warnings = [.. plan.Warnings];
        foreach (var names in (Names[])[images, volumes, containers, networks]) warnings.AddRange(names.Missing(options.Include, plan.NamesOf(names.Part), host.ToString()));
        foreach (var warning in warnings) WriteWarning(warning);
        if (ShouldRun(host, plan.Lines)) Relay<Backup>(plan.RunAsync, WriteObject);
    }
}
