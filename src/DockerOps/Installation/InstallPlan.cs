using DockerOps.Daemon;
using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Upgrade;

namespace DockerOps.Installation;

/// <summary>The installation of an engine on a host that has none: looked into, shown, then run. What fails takes away what it brought.</summary>
public sealed class InstallPlan
{
    private const int Patience = 5;
    private readonly HostSession session;
    private readonly HostShell shell;
    private readonly IReadOnlyList<InstallStep> steps;
    private readonly string? version;

    private InstallPlan(HostSession session, HostShell shell, IReadOnlyList<InstallStep> steps, string? version)
    {
        this.session = session;
        this.shell = shell;
        this.steps = steps;
        this.version = version;
    }

    /// <summary>Every step as it will be run, for people to read; below the package manager's command what its solver will change.</summary>
    public IReadOnlyList<string> Lines => [.. steps.Select(step => step.Run.Show(shell))];

    /// <summary>What the package manager's solver will change; none for package files and static programs.</summary>
    public IReadOnlyList<PackageChange> Packages => [.. steps.Select(step => step.Run).OfType<ChangePackages>().SelectMany(step => step.Changes)];

    /// <summary>
    /// Looks at the host and makes a plan, changing nothing. What an installation of static programs has left that did not come
    /// to its end, because its client was killed, is taken away first.
    /// </summary>
    /// <param name="session">The host.</param>
    /// <param name="options">What is to be installed.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// InvalidInput: the options. Corrupt: another archive than the one meant. Conflict: there is an engine or its service already, or the package manager is at work. Unsupported: no 64 bits,
    /// no package manager, nothing that starts services. NotFound: not in the repositories. NotPermitted: no root.
    /// </exception>
    public static async Task<InstallPlan> PrepareAsync(HostSession session, InstallOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (options.Source == EngineSource.Static && options.Paths is [var archive]) await ArchiveFile.CheckAsync(archive, options.Sha256, cancellation).ConfigureAwait(false);
        var found = await EngineService.FindAsync(session, cancellation).ConfigureAwait(false);
        var facts = await HostFactsProbe.RunAsync(found.Shell, null, cancellation).ConfigureAwait(false);
        var programs = await UpgradeFactsProbe.RunAsync(found.Shell, "/var/lib/docker", cancellation).ConfigureAwait(false);
        var unfinished = await StaticInstallation.UnfinishedAsync(found.Shell, cancellation).ConfigureAwait(false);
        if (programs.Programs.TryGetValue("dockerd", out var program) && !unfinished.Contains(program)) unfinished = [];
        Check(session.Host, facts, programs, found.State, options, unfinished);
        if (options.Source == EngineSource.Static && unfinished.Count == 0 && await StaticInstallation.OccupiedAsync(found.Shell, facts, cancellation).ConfigureAwait(false) is { } occupied)
            throw new DockerOpsException(FailureKind.Conflict, $"'{occupied}' is there already on '{session.Host}', and is of another service. Move it away first.", occupied);

        var (install, version) = options switch
        {
            { Source: EngineSource.Static } => (StaticInstallation.Steps(facts, options), options.Version),
            { Paths.Count: > 0 } => (await PackageInstallation.FromFilesAsync(found.Shell, facts, options, cancellation).ConfigureAwait(false), options.Version),
            _ => await PackageInstallation.FromRepositoriesAsync(found.Shell, facts, options, cancellation).ConfigureAwait(false),
        };
        var service = found.Expecting(Service(facts));
        var enable = await EngineStartPlan.PrepareAsync(session, cancellation).ConfigureAwait(false);
        return new(session, found.Shell,
        [
            .. unfinished.Count > 0 ? StaticInstallation.RemoveUnfinished(facts) : [],
            .. install,
            .. service.Start(options.Timeout).Select(step => new InstallStep(step)),
            .. enable.Steps.Select(step => new InstallStep(step)),
            .. options.Source == EngineSource.Static ? [StaticInstallation.CleanUp] : Array.Empty<InstallStep>(),
        ], version);
    }

    /// <summary>Runs the steps. Yields progress, and the engine as it is then.</summary>
    /// <param name="cancellation">Ends it; what it brought is taken away again.</param>
    /// <exception cref="DockerOpsException">
    /// Conflict: somebody else changes the host's engine. A step failed; the host is as it was, unless the message says otherwise.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"Install an engine on {session.Host}", meter, stop => RunAsync(meter, stop), cancellation);
    }

    private async Task<DockerEngine> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var (begun, done) = (0, 0);
        // What a client has left that was killed is told from the work of one that lives: that one holds the lock.
        await using var alone = await RunLock.TakeAsync(shell, Patience, () => meter.Status = "waiting for a step that was left running", cancellation).ConfigureAwait(false);
        try
        {
            while (done < steps.Count)
            {
                await RunAsync(steps[begun++].Run, alone, meter, cancellation).ConfigureAwait(false);
                done = begun;
            }

            var engine = await EngineReading.ReadAsync(session, measure: false, cancellation).ConfigureAwait(false);
            return version is null || (engine.Version is { } told && EngineChecks.Begins(told, version)) ? engine
                : throw new DockerOpsException(FailureKind.Conflict, $"The engine on '{session.Host}' calls itself {engine.Version}, not {version}.", session.Host);
        }
        catch (OperationCanceledException)
        {
            await UndoAsync(begun, alone, meter).ConfigureAwait(false);
            throw;
        }
        catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
        {
            // What stands in a step's way is somebody else's, and not taken away with the step.
            var left = await UndoAsync(e.Kind == FailureKind.Conflict ? done : begun, alone, meter).ConfigureAwait(false);
            var end = left is null ? "What was installed was taken away again." : $"What was installed could not be taken away: {left}";
            throw new DockerOpsException(e.Kind, $"{e.Message}{Environment.NewLine}{end}", e.Target, e);
        }
    }

    private Task RunAsync(HostStep step, RunLock alone, TransferMeter meter, CancellationToken cancellation) =>
        step is ChangePackages change ? change.RunToEndAsync(shell, alone, meter, cancellation) : step.RunAsync(shell, meter, cancellation);

    private async Task<string?> UndoAsync(int begun, RunLock alone, TransferMeter meter)
    {
        string? first = null;
        foreach (var step in steps.Take(begun).Reverse().SelectMany(step => step.Undo))
        {
            try
            {
                await RunAsync(step, alone, meter, CancellationToken.None).ConfigureAwait(false);
            }
            catch (DockerOpsException e)
            {
                // The others still take away what is theirs.
                first ??= e.Message;
            }
        }

        return first;
    }

    private static void Check(DockerHost host, HostFacts facts, UpgradeFacts programs, EngineServiceState service, InstallOptions options, IReadOnlyList<string> unfinished)
    {
        if (unfinished.Count == 0 && (service.IsActive || programs.Programs.ContainsKey("dockerd")))
        {
            var what = programs.EnginePackage is { } package ? $"{package.Name} {package.Version}" : programs.Programs.GetValueOrDefault("dockerd") ?? "one that runs";
            throw new DockerOpsException(FailureKind.Conflict, $"'{host}' has an engine already: {what}. Update-DockerEngine changes its version.", host);
        }

        if (!programs.Is64Bit || facts.Architecture is "386" or "arm")
            throw new DockerOpsException(FailureKind.Unsupported, $"'{host}' runs a system of 32 bits ({programs.Machine}). Docker's engine is made for 64 bits only.", host);
        if (Service(facts).Kind == EngineServiceKind.None)
            throw new DockerOpsException(FailureKind.Unsupported, $"'{host}' has neither systemd nor System V scripts, so nothing there would start an engine.", host);
        if (options.Source == EngineSource.Package && programs.Busy is { } busy)
            throw new DockerOpsException(FailureKind.Conflict, $"The package manager of '{host}' is at work: {busy}. Try again when it has ended.", host);
    }

    private static EngineServiceState Service(HostFacts facts) => facts.InitSystem switch
    {
        InitSystem.Systemd => new() { Kind = EngineServiceKind.Unit, Name = "docker.service", State = "inactive" },
        InitSystem.SysV or InitSystem.ESmith => new() { Kind = EngineServiceKind.Script, Name = "docker", State = "stopped" },
        _ => new() { Kind = EngineServiceKind.None, State = "stopped" },
    };
}
