using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Has a package manager fetch packages and install none. It may be cut off at any time.</summary>
internal sealed record FetchPackages(IReadOnlyList<string> Words) : HostStep
{
    // The plugin that yum of EL 6 has for this ends it like a failure.
    private const string IsDone = "exiting because --downloadonly specified";

    /// <inheritdoc/>
    public override string Show(HostShell shell) => new CommandStep(Words).Show(shell);

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "fetching packages";
        var result = await shell.RunAsync(Words, cancellation).ConfigureAwait(false);
        if (!result.Success && !(result.Output + result.ErrorOutput).Contains(IsDone, StringComparison.Ordinal))
            throw shell.Failed(Words, result.ExitCode, result.ErrorOutput);
    }
}
