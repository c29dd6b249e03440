using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsDiagnostic.Test, "YumRepository")]
[OutputType(typeof(RepositoryAudit), typeof(bool))]
public sealed class TestYumRepositoryCommand : DockerOpsCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string[] Path { get; set; } = [];

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(SigningKeyCompleter))]
    public string? SigningKey { get; set; }

    [Parameter]
    [Repositories]
    public YumRepositoryDefinition[] BaseRepository { get; set; } = [];

    [Parameter]
    public SwitchParameter Quiet { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            Attempt(path, () => Relay<RepositoryAudit>(
                stop => YumRepositoryAudit.RunAsync(this.Full(path), string.IsNullOrEmpty(SigningKey) ? null : SigningKey, BaseRepository, stop),
                audit => WriteObject(Quiet ? audit.IsValid : audit)));
        }
    }
}
