using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Starts the engine and waits until it answers. Failed starts before do not count.</summary>
internal sealed record StartEngine(RunContext Context) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Context.Service.StartAfterFailure(Context.Timeout).Select(step => step.Show(shell)));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        var service = await Context.Service.AgainAsync(cancellation).ConfigureAwait(false);
        var steps = service.StartAfterFailure(Context.Timeout);
        // One that runs already is only waited for; a script may call it a failure.
        foreach (var step in service.State.IsActive ? steps.TakeLast(1) : steps) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }
}
