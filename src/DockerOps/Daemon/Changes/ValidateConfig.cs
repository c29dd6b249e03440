using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Asks the engine's program whether it would start, with the arguments and the file that it would get.</summary>
internal sealed record ValidateConfig(IReadOnlyList<string> Words) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell) => new CommandStep(Words).Show(shell);

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "asking the engine's program";
        var result = await shell.RunAsync(Words, cancellation).ConfigureAwait(false);
        if (!result.Success && result.ExitCode != 127)
            throw new DockerOpsException(FailureKind.InvalidInput, $"The engine's own check refuses the new configuration: {DaemonValidation.Reason(result)}", shell.Host);
    }
}
