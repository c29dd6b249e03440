using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>A cmdlet that reads files on this machine, one after the other, without an engine.</summary>
public abstract class FilePathCmdlet : DockerOpsCmdlet
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
        AttemptFiles(literal ? LiteralPath : Path, literal, Read);
    }

    /// <summary>Reads one file, or folder, and writes what it finds.</summary>
    protected abstract void Read(string file);
}
