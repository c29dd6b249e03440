using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>
/// Lets systemd forget how often it has started a unit. It counts every start, failed or not, and refuses further ones for a while
/// (systemd.unit(5), StartLimitIntervalSec=; Docker's unit has three in a minute): a restart then ends with the engine down.
/// </summary>
internal sealed record ForgetStarts(string Unit) : HostStep
{
    private IReadOnlyList<string> Words => ["systemctl", "reset-failed", Unit];

    /// <inheritdoc/>
    public override string Show(HostShell shell) => new CommandStep(Words).Show(shell);

    // A unit that is not loaded, as one that is stopped and disabled, is not counted, and an error there.
    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation) => shell.RunAsync(Words, cancellation);
}
