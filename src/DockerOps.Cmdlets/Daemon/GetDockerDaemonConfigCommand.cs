using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsCommon.Get, "DockerDaemonConfig")]
[OutputType(typeof(DaemonSetting))]
public sealed class GetDockerDaemonConfigCommand : HostPipelineCmdlet
{
    [Parameter(Position = 0)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(DaemonOptionCompleter))]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        var session = Session;
        var config = Wait(stop => DaemonConfigReader.ReadAsync(session, stop));
        var wanted = Name.Select(Predicate).ToList();
        foreach (var setting in config.Settings.Where(s => wanted.Count == 0 || wanted.Any(match => match(s)))) WriteObject(setting);
    });

    // An option is found by any of its spellings: -g, --graph, graph and data-root are one.
    private static Func<DaemonSetting, bool> Predicate(string name)
    {
        var option = DaemonOptions.Find(name) ?? DaemonOptions.Find("--" + name);
        var pattern = new WildcardPattern(option?.Name ?? name, WildcardOptions.IgnoreCase);
        return setting => pattern.IsMatch(setting.Name);
    }
}
