using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Daemon;

namespace DockerOps.Cmdlets.Daemon;

[Cmdlet(VerbsCommon.Set, "DockerDaemonConfig", SupportsShouldProcess = true)]
[OutputType(typeof(DaemonSetting))]
public sealed class SetDockerDaemonConfigCommand : DaemonSettingCmdlet
{
    [Parameter(Position = 0)]
    public IDictionary? Setting { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(DaemonOptionCompleter))]
    public string[] Remove { get; set; } = [];

    [Parameter]
    public DaemonDocument? Document { get; set; }

    [Parameter]
    public SwitchParameter Append { get; set; }

    [Parameter]
    public SwitchParameter Merge { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? TlsSource { get; set; }

    [Parameter]
    public SwitchParameter NoRestart { get; set; }

    [Parameter]
    public SwitchParameter MoveData { get; set; }

    [Parameter]
    public SwitchParameter RemoveOld { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Timeout { get; set; } = EngineService.DefaultTimeout;

    [Parameter]
    public SwitchParameter Force { get; set; }

    [Parameter]
    public SwitchParameter PassThru { get; set; }

    protected override void ProcessRecord() => Attempt(DockerHost, () =>
    {
        var changes = Changes();
        var session = Session;
        var options = new DaemonConfigOptions
        {
            Document = Document,
            Append = Append,
            Merge = Merge,
            NoRestart = NoRestart,
            MoveData = MoveData,
            RemoveOld = RemoveOld,
            Force = Force,
            Timeout = Timeout,
            TlsSource = TlsSource is null ? null : this.Full(TlsSource),
        };
        var plan = Wait(stop => DaemonConfigWriting.PrepareAsync(session, changes, options, stop));
        foreach (var warning in plan.Warnings) WriteWarning(warning);
        if (plan.Steps.Count == 0) WriteVerbose($"The engine on {session.Host} is configured like that already.");
        else if (!ShouldRun(session.Host, plan.Lines)) return;
        else Relay<IReadOnlyList<DaemonSetting>>(plan.RunAsync, made => WriteObject(PassThru ? made : [], enumerateCollection: true));
    });

    private List<DaemonChange> Changes()
    {
        List<DaemonChange> changes = [.. Own()];
        foreach (DictionaryEntry entry in Setting ?? new Hashtable())
        {
            var name = entry.Key.ToString()!;
            changes.Add(new(name, JsonValues.From(entry.Value, name)));
        }

        changes.AddRange(Remove.Select(name => new DaemonChange(name, null)));
        if (changes.Count > 0 || Merge || TlsSource is not null) return changes;
        throw new DockerOpsException(FailureKind.InvalidInput, "Nothing is to be changed: give a setting by its parameter, in -Setting @{ 'name' = value }, or in -Remove.", EffectiveHost);
    }
}
