using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Puts the configuration back as it was before the upgrade. What is replaced, and is not the same, is kept in the run's folder, and told.</summary>
internal sealed record PutBackConfiguration(RunContext Context) : HostStep
{
    private LastingCommand Command => new(Context, Context.Folder + "/config-back.log", ConfigurationScripts.PutBack(Archive(Context), Replaced(Context)));

    /// <summary>The folder that keeps what was replaced.</summary>
    public static string Replaced(RunContext context) => context.Folder + "/replaced";

    /// <summary>The files that would be replaced by other ones, by their paths.</summary>
    public static async Task<IReadOnlyList<string>> DifferingAsync(RunContext context, CancellationToken cancellation) =>
        Paths(await context.Service.Shell.ReadAsync(ConfigurationScripts.Differing(Archive(context)), cancellation).ConfigureAwait(false));

    /// <inheritdoc/>
    public override string Show(HostShell shell) => Command.Show(shell);

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        await Command.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
        var kept = Paths(await shell.ReadAsync(ConfigurationScripts.Kept(Replaced(Context)), cancellation).ConfigureAwait(false));
        if (kept.Count > 0) Context.Tell($"{string.Join(", ", kept)}: made again what they were before the upgrade; what was there is kept in '{Replaced(Context)}'.");
    }

    private static string Archive(RunContext context) => context.Folder + "/config.tar";

    private static List<string> Paths(string lines) => [.. lines.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => "/" + line)];
}
