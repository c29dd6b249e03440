using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

/// <summary>A cmdlet that makes a container, from the parameters that say what it is.</summary>
public abstract class ContainerSpecCmdlet : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ImageName]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ImageNameCompleter))]
    public string Image { get; set; } = "";

    [Parameter(Position = 1, ValueFromRemainingArguments = true)]
    [CommandWords(typeof(InvokeDockerContainerCommand))]
    public string[] Command { get; set; } = [];

    [Parameter]
    public string[]? Entrypoint { get; set; }

    // Not by property name: the name of a piped image or container is another one's.
    [Parameter]
    [Alias("ContainerName")]
    [ValidateNotNullOrEmpty]
    public string? Name { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? Environment { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(VolumeNameCompleter))]
    public string[] Volume { get; set; } = [];

    [Parameter]
    public string[] Dns { get; set; } = [];

    [Parameter]
    [KeyValues]
    public IDictionary? Label { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EngineDriverCompleter))]
    public string? LogDriver { get; set; }

    [Parameter]
    [KeyValues]
    public IDictionary? LogOption { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? User { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? HostName { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    /// <summary>What the parameters say.</summary>
    protected ContainerSpec Spec() => new()
    {
        Image = Image,
        Name = Name,
        Command = Command,
        Entrypoint = Entrypoint,
        Environment = KeyValuesAttribute.Read(Environment),
        Volumes = [.. Volume.Select(VolumeSpec.Parse)],
        Dns = Dns,
        Labels = KeyValuesAttribute.Read(Label),
        LogDriver = LogDriver,
        LogOptions = KeyValuesAttribute.Read(LogOption),
        User = User,
        WorkingDirectory = WorkingDirectory,
        HostName = HostName,
        Network = Network,
    };
}
