using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>A command that must not be cut off in the middle: it runs to its end even if the client or the connection dies.</summary>
/// <param name="Context">The run.</param>
/// <param name="Output">The file on the host that its output goes to.</param>
/// <param name="Words">Program and arguments.</param>
internal sealed record LastingCommand(RunContext Context, string Output, IReadOnlyList<string> Words) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => new CommandStep(Words).Show(shell);

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation) =>
        shell.ReadAsync(RunScripts.Outlive(Context.Lock!.Turn, Output, Words), cancellation);
}
