using System.Management.Automation;

namespace DockerOps.Cmdlets.Images;

/// <summary>A cmdlet that looks at archives on this machine, one after the other, without an engine.</summary>
public abstract class ArchivePathCmdlet : DockerOpsCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "Path", ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = "LiteralPath", ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath")]
    public string[] LiteralPath { get; set; } = [];

    protected sealed override void ProcessRecord()
    {
        var literal = ParameterSetName == "LiteralPath";
        foreach (var path in literal ? LiteralPath : Path)
        {
            Attempt(path, () =>
            {
                foreach (var file in this.Existing(path, literal)) Attempt(file, () => Look(file));
            });
        }
    }

    /// <summary>Looks at one archive and writes what it sees.</summary>
    protected abstract void Look(string file);
}
