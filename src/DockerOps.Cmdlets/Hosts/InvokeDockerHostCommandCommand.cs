using System.Management.Automation;

namespace DockerOps.Cmdlets.Hosts;

[Cmdlet(VerbsLifecycle.Invoke, "DockerHostCommand", SupportsShouldProcess = true)]
[OutputType(typeof(CommandResult))]
public sealed class InvokeDockerHostCommandCommand : HostPipelineCmdlet
{
    // What setsid(1) and every shell say of a program that is not there.
    private const int NotFound = 127;

    [Parameter(Mandatory = true, Position = 0, ValueFromRemainingArguments = true)]
    [CommandWords(typeof(InvokeDockerHostCommandCommand))]
    [AllowEmptyString]
    public string[] Command { get; set; } = [];

    [Parameter]
    public SwitchParameter Sudo { get; set; }

    [Parameter]
    public SwitchParameter Strict { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan? Timeout { get; set; }

    protected override void ProcessRecord() => Attempt(Command[0], () =>
    {
        var shell = Session.Shell;
        if (Sudo) shell = Wait(shell.AsRootAsync);
        if (!ShouldRun(shell.Host, $"{shell.Show(Command)} on {shell.Host}")) return;
        var result = Wait(stop => shell.RunAsync(Command, Timeout, stop));
        WriteObject(result);
        if (result.ExitCode == NotFound && OneWord.Advice(Command[0]) is { } advice) WriteWarning(advice);
        if (Strict) result.ThrowIfFailed();
    });
}
