using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

[Cmdlet(VerbsLifecycle.Unregister, "YumRepository", SupportsShouldProcess = true)]
[OutputType(typeof(YumRepositoryRegistration))]
public sealed class UnregisterYumRepositoryCommand : DockerHostCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Name")]
    [ArgumentCompleter(typeof(YumRepositoryIdCompleter))]
    public string[] Id { get; set; } = [];

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord()
    {
        foreach (var id in Id) Attempt(id, () => Unregister(id));
    }

    private void Unregister(string id)
    {
        var session = Session;
        var plan = Wait(stop => YumUnregistration.PrepareAsync(session, id, stop));
        if (!ShouldRun(session.Host, plan.Lines)) return;
        Relay<IReadOnlyList<YumRepositoryRegistration>>(plan.RunAsync, gone =>
        {
            if (PassThru) WriteObject(gone, enumerateCollection: true);
        });
    }
}
