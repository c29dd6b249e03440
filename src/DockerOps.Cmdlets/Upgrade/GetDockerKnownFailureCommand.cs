using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;
using DockerOps.Upgrade;

namespace DockerOps.Cmdlets.Upgrade;

[Cmdlet(VerbsCommon.Get, "DockerKnownFailure")]
[OutputType(typeof(KnownFailure))]
public sealed class GetDockerKnownFailureCommand : UpgradeCmdlet
{
    [Parameter]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(KnownFailureCompleter))]
    public string[] Id { get; set; } = [];

    [Parameter]
    [PointInTime]
    public DateTimeOffset Since { get; set; } = DateTimeOffset.UtcNow - TimeSpan.FromHours(1);

    protected override void ProcessRecord()
    {
        if (DockerHost.Length == 0) Attempt(KnownFailurePath, () => WriteObject(Wanted(), enumerateCollection: true));
        foreach (var host in DockerHost)
        {
            Attempt(host, () =>
            {
                var session = Open(host);
                var service = Wait(stop => EngineService.FindAsync(session, stop));
                var log = Wait(stop => service.LogAsync(Since, null, stop));
                WriteObject(KnownFailures.Match(Wanted(), log, host, slow => WriteError(ErrorRecords.From(slow, host))), enumerateCollection: true);
            });
        }
    }

    private List<KnownFailure> Wanted()
    {
        var wanted = Id.Select(id => new WildcardPattern(id, WildcardOptions.IgnoreCase)).ToList();
        return [.. Known.DistinctBy(failure => failure.Id).Where(failure => wanted.Count == 0 || wanted.Exists(pattern => pattern.IsMatch(failure.Id)))];
    }
}
