using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Containers;

namespace DockerOps.Cmdlets.Containers;

[Cmdlet(VerbsData.Export, "DockerContainer", SupportsShouldProcess = true)]
[OutputType(typeof(ContainerArchive))]
public sealed class ExportDockerContainerCommand : DockerHostCmdlet
{
    private readonly WrittenFiles written = new();

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Container", "Id")]
    [ArgumentCompleter(typeof(ContainerNameCompleter))]
    [FromObject]
    public string[] Name { get; set; } = [];

    [Parameter(Mandatory = true, Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    [Parameter]
    public SwitchParameter Compress { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var name in Name) Attempt(name, () => Export(name));
    }

    private void Export(string name)
    {
        var path = this.Full(Path);
        if (this.IsFolder(Path)) path = System.IO.Path.Combine(path, name.TrimStart('/') + (Compress ? ".tar.gz" : ".tar"));
        written.Check(path, name, "Give a folder as -Path to export several containers, and another for each host.");

        var engine = Engine;
        if (!ShouldRun(engine.Host, ContainerExport.Plan(engine.Host, name, path))) return;
        Relay<ContainerArchive>(stop => ContainerExport.RunAsync(engine, name, path, Force, Compress, stop), WriteObject);
        written.Add(path, name, engine.Host);
    }
}
