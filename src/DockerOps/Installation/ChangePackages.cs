using DockerOps.Hosts;

namespace DockerOps.Installation;

/// <summary>Runs a package manager, and shows what its solver said that it will change.</summary>
internal sealed record ChangePackages(IReadOnlyList<string> Words, params IReadOnlyList<PackageChange> Changes) : HostStep
{
    private const string Output = RunScripts.Base + "/install.log";

    // With rpm 6.1 dnf 5 calls a transaction failed also when no more than a %post of it did, which dnf 4 warns of. It tells the
    // scriptlets that matter apart from those that do not (dnf5, transaction callbacks). What was asked for has to be there, with all that it needs.
    private const string IsDone = """
        grep -q '^>>> Non-critical error in ' "$1" && ! grep -q '^>>> \(Error in\|Unpack error\|Cpio error\)' "$1" || exit
        shift
        [ $# -gt 0 ] || exit
        for p; do
          case $p in *.rpm) p=$(rpm -qp --qf '%{NEVRA}' "$p" 2>/dev/null) || exit ;; esac
          rpm -q "$p" && rpm -V --nofiles --nodigest --nosignature --noscripts "$p" || exit
        done
        """;

    private CommandStep Command => new(Words);

    private IEnumerable<string> Wanted => Changes.Count == 0 ? Words.Where(word => word.EndsWith(".rpm", StringComparison.Ordinal))
        : Changes.Where(change => change.To is not null).Select(change => $"{change.Name}-{change.To}.{change.Architecture}");

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Changes.Select(change => $"    {change} {change.Architecture}".TrimEnd()).Prepend(Command.Show(shell)));

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation) => Command.RunAsync(shell, meter, cancellation);

    /// <summary>Runs it so that nothing cuts it off, for that leaves the packages' database broken: it comes to its end even if the client or the connection dies.</summary>
    internal async Task RunToEndAsync(HostShell shell, RunLock alone, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = Secrets.Hide(shell.Show(Words));
        var result = await shell.RunAsync(RunScripts.Outlive(alone.Turn, Output, Words), cancellation).ConfigureAwait(false);
        if (!result.Success && !(await shell.RunAsync(["sh", "-c", IsDone, "sh", Output, .. Wanted], cancellation).ConfigureAwait(false)).Success)
            throw shell.Failed(Words, result.ExitCode, result.ErrorOutput);
    }
}
