using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Daemon;

/// <summary>Makes a host start its engine at every boot, with the commands of its own init system.</summary>
public sealed class EngineStartPlan
{
    private const string Tools = "for p in chkconfig update-rc.d; do command -v $p; done; exit 0";
    private readonly HostShell shell;

    private EngineStartPlan(HostShell shell, IReadOnlyList<CommandStep> steps)
    {
        this.shell = shell;
        Steps = steps;
    }

    /// <summary>The commands, in order; none where the engine is started at every boot anyway.</summary>
    public IReadOnlyList<CommandStep> Steps { get; }

    /// <summary>Every command as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. Steps.Select(step => step.Show(shell))];

    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotPermitted: no root. Unsupported: no init system that is known.</exception>
    public static async Task<EngineStartPlan> PrepareAsync(HostSession session, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        if (facts.Privilege == Privilege.None)
        {
            throw new DockerOpsException(
                FailureKind.NotPermitted, $"'{facts.User}' on '{session.Host}' is not root, and sudo needs a password there or is missing.", session.Host);
        }

        var shell = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var tools = await shell.ReadAsync(["sh", "-c", Tools], cancellation).ConfigureAwait(false);
        return new(shell, For(facts, session.Host, [.. tools.Split('\n').Select(path => path[(path.LastIndexOf('/') + 1)..])]));
    }

    /// <summary>Runs the commands.</summary>
    /// <param name="cancellation">Ends the running one.</param>
    /// <exception cref="DockerOpsException">CommandFailed, with the command's last words.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        foreach (var step in Steps) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }

    // Sources: systemctl(1), chkconfig(8), update-rc.d(8), rc-update(8); boot2docker's boot script starts its engine always.
    internal static IReadOnlyList<CommandStep> For(HostFacts facts, DockerHost host, IReadOnlyList<string> tools) => facts switch
    {
        { Distribution: "boot2docker" } => [],
        { InitSystem: InitSystem.Systemd } => [new("systemctl", "enable", "docker")],
        { InitSystem: InitSystem.ESmith } => Sme,
        { InitSystem: InitSystem.OpenRC } => [new("rc-update", "add", "docker", "default")],
        { InitSystem: InitSystem.SysV } when tools.Contains("chkconfig") => [new("chkconfig", "docker", "on")],
        { InitSystem: InitSystem.SysV } when tools.Contains("update-rc.d") => [new("update-rc.d", "docker", "defaults")],
        _ => throw new DockerOpsException(
            FailureKind.Unsupported, $"'{host}' has none of systemd, e-smith, OpenRC, chkconfig and update-rc.d, so nothing there starts services at boot.", host),
    };

    // The document “Création d'une image SME-9”, II.7. The link is made whether it is there or not.
    private static IReadOnlyList<CommandStep> Sme =>
    [
        new("ln", "-sfn", "/etc/rc.d/init.d/e-smith-service", "/etc/rc7.d/S95docker"),
        new("chkconfig", "docker", "on"),
        new("/sbin/e-smith/config", "set", "docker", "service"),
        new("/sbin/e-smith/config", "setprop", "docker", "status", "enabled"),
    ];
}
