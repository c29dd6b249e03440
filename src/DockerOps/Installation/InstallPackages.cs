using DockerOps.Hosts;

namespace DockerOps.Installation;

/// <summary>Runs a package manager, and shows what its solver said that it will change.</summary>
internal sealed record InstallPackages(IReadOnlyList<string> Words, IReadOnlyList<PackageChange> Changes) : HostStep
{
    private CommandStep Command => new(Words);

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Changes.Select(change => $"    {change} {change.Architecture}".TrimEnd()).Prepend(Command.Show(shell)));

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation) => Command.RunAsync(shell, meter, cancellation);
}
