using DockerOps.Hosts;

namespace DockerOps.Installation;

/// <summary>Runs a package manager, and shows what its solver said that it will change.</summary>
internal sealed record ChangePackages(IReadOnlyList<string> Words, params IReadOnlyList<PackageChange> Changes) : HostStep
{
    private const string Output = RunScripts.Base + "/install.log";

    private CommandStep Command => new(Words);

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Changes.Select(change => $"    {change} {change.Architecture}".TrimEnd()).Prepend(Command.Show(shell)));

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation) => Command.RunAsync(shell, meter, cancellation);

    /// <summary>Runs it so that nothing cuts it off, for that leaves the packages' database broken: it comes to its end even if the client or the connection dies.</summary>
    internal async Task RunToEndAsync(HostShell shell, RunLock alone, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = Secrets.Hide(shell.Show(Words));
        var result = await shell.RunAsync(RunScripts.Outlive(alone.Turn, Output, Words), cancellation).ConfigureAwait(false);
        if (!result.Success) throw shell.Failed(Words, result.ExitCode, result.ErrorOutput);
    }
}
