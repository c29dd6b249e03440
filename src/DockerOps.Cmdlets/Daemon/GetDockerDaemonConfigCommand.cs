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
        var wanted = Name.Select(name => new WildcardPattern(Option(name)?.Name ?? name, WildcardOptions.IgnoreCase)).ToList();
        foreach (var setting in config.Settings.Where(s => wanted.Count == 0 || wanted.Exists(pattern => pattern.IsMatch(s.Name)))) WriteObject(setting);
        foreach (var name in Name.Where(name => !WildcardPattern.ContainsWildcardCharacters(name) && Option(name) is null)) CheckIsThere(config, name);
    });

    // By any of its spellings: -g, --graph, graph and data-root are one.
    private static DaemonOption? Option(string name) => DaemonOptions.Find(name) ?? DaemonOptions.Find("--" + name);

    // That a setting is not made is an answer; that there is none of that name is a slip of the pen.
    private void CheckIsThere(DaemonConfig config, string name)
    {
        if (config.Settings.Any(setting => setting.Name.Equals(name, StringComparison.OrdinalIgnoreCase))) return;
        WriteError(ErrorRecords.From(new DockerOpsException(FailureKind.NotFound, $"No engine that is known here has a setting '{name}', nor does '{EffectiveHost}' make one. Tab completes the names.", name), name));
    }
}
