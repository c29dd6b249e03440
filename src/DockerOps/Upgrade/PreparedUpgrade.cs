using DockerOps.Daemon;
using DockerOps.Engine;
using DockerOps.Sessions;

namespace DockerOps.Upgrade;

/// <summary>An upgrade that has been looked into: the plan that is shown, and the run that it shows.</summary>
public sealed class PreparedUpgrade
{
    // Packages and a start, as measured; containers come to it.
    private static readonly TimeSpan ChangeTime = TimeSpan.FromSeconds(5);

    internal PreparedUpgrade(UpgradePlan plan, RunContext? context, UpgradeOptions options)
    {
        Plan = plan;
        Context = context;
        Options = options;
    }

    /// <summary>What it would do.</summary>
    public UpgradePlan Plan { get; }

    /// <summary>The run; null when the plan has no steps.</summary>
    internal RunContext? Context { get; }

    internal UpgradeOptions Options { get; }

    /// <summary>Whether the host is a manager of a swarm: of those one is changed at a time.</summary>
    internal bool IsSwarmManager => Context?.Record.IsSwarmManager ?? false;

    /// <summary>Whether both hosts manage the same swarm, or may: those who planned it before did not write down which.</summary>
    internal bool SharesSwarmWith(PreparedUpgrade other) =>
        IsSwarmManager && other.IsSwarmManager && (Context!.Record.Swarm is not { } own || other.Context!.Record.Swarm is not { } its || own == its);

    /// <summary>Which way it goes.</summary>
    public UpgradeWay Way { get; internal init; }

    /// <summary>The steps that are run.</summary>
    internal IReadOnlyList<RunStep> Steps { get; init; } = [];

    /// <summary>Every command and call as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. Plan.Steps.SelectMany(step => step.Commands)];

    /// <summary>Prepares to go on with a run that was interrupted, from the journal on the host alone.</summary>
    /// <param name="session">The host.</param>
    /// <param name="known">The failures that are known.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound: none was. Conflict: it is on its way back. Corrupt, Unsupported: the journal. NotPermitted, Unreachable.</exception>
    public static Task<PreparedUpgrade> ResumeAsync(HostSession session, IReadOnlyList<KnownFailure> known, CancellationToken cancellation) =>
        InterruptedRun.PrepareAsync(session, UpgradeWay.Resume, new() { KnownFailures = known }, cancellation);

    /// <summary>Prepares to undo the last upgrade, or to finish the way back of one that was interrupted, from the journal on the host alone.</summary>
    /// <param name="session">The host.</param>
    /// <param name="known">The failures that are known.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound: there is none. Conflict: something else has changed the engine since. Corrupt, Unsupported: the journal. NotPermitted, Unreachable.</exception>
    public static Task<PreparedUpgrade> RestoreAsync(HostSession session, IReadOnlyList<KnownFailure> known, CancellationToken cancellation) =>
        InterruptedRun.PrepareAsync(session, UpgradeWay.Back, new() { KnownFailures = known }, cancellation);

    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="options">What is wanted.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">InvalidInput: the options. Corrupt: another archive than the one meant. NotFound: no engine there. NotPermitted: no root. Unsupported: no command can be run. Unreachable.</exception>
    public static async Task<PreparedUpgrade> PrepareAsync(HostSession session, UpgradeOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (options.Path is { } path) await ArchiveFile.CheckAsync(path, options.Sha256, cancellation).ConfigureAwait(false);
        var service = await EngineService.FindAsync(session, cancellation).ConfigureAwait(false);
        var at = await LookAsync(session, service, options, cancellation).ConfigureAwait(false);
        var findings = UpgradeFindings.Of(at);
        var nothing = findings.Any(finding => finding.Severity == UpgradeSeverity.Blocking || finding.Id == UpgradeFindingId.AlreadyThere);
        var context = nothing ? null : new RunContext(session, service, Record(at));
        IReadOnlyList<RunStep> steps = context is null ? [] : RunSteps.Forward(context);
        return new(
            new()
            {
                DockerHost = session.Host,
                FromVersion = PackageVersion.Upstream(at.Present),
                ToVersion = at.Target,
                Source = options.Source,
                Findings = findings,
                Packages = at.Solution?.Changes ?? [],
                Steps = [.. steps.Select(step => step.Describe(service.Shell))],
                ExpectedDowntime = context is null ? null : ChangeTime + TimeSpan.FromSeconds(at.Up.Select(container => container.StopTimeout).DefaultIfEmpty(0).Max()),
            },
            context, options)
        {
            Steps = steps,
        };
    }

    private static async Task<UpgradeSituation> LookAsync(HostSession session, EngineService service, UpgradeOptions options, CancellationToken cancellation)
    {
        var shell = service.Shell;
        var (inventory, info) = await AskAsync(session.Engine, cancellation).ConfigureAwait(false);
        var facts = await UpgradeFactsProbe.RunAsync(shell, inventory?.DataRoot ?? "/var/lib/docker", cancellation).ConfigureAwait(false);
        if (!facts.Programs.ContainsKey(facts.EngineProgram))
            throw new DockerOpsException(FailureKind.NotFound, $"'{session.Host}' has no engine to upgrade. Install-DockerEngine makes one.", session.Host);
        var solution = options.Source == UpgradeSource.Package
            ? await PackageSolution.FindAsync(shell, facts, options.Version, cancellation).ConfigureAwait(false)
            : null;
        var journals = await UpgradeJournal.ListAsync(shell, cancellation).ConfigureAwait(false);
        return new()
        {
            Options = options,
            Facts = facts,
            Target = solution is null ? PackageVersion.Upstream(options.Version!) : solution.Version ?? options.Version ?? PackageVersion.Upstream(inventory?.EngineVersion ?? ""),
            Inventory = inventory,
            Info = info,
            Swarm = info is null ? null : await SwarmFacts.ReadAsync(session.Engine, info, cancellation).ConfigureAwait(false),
            Configuration = await DaemonConfigReader.ReadAsync(session, cancellation).ConfigureAwait(false),
            Solution = solution,
            Interrupted = journals.LastOrDefault(journal => !journal.IsClosed && journal.Entries.Count > 0),
            OpenChange = (await DaemonConfigRestoration.ListAsync(session, cancellation).ConfigureAwait(false)).FirstOrDefault(kept => kept.State == KeptConfigState.Open),
            Service = service.State,
        };
    }

    private static async Task<(EngineInventory?, UpgradeInfo?)> AskAsync(EngineClient engine, CancellationToken cancellation)
    {
        try
        {
            var inventory = await EngineInventory.ReadAsync(engine, cancellation).ConfigureAwait(false);
            return (inventory, await engine.ReadAsync(EngineRequest.Get("/info"), UpgradeJson.Default.UpgradeInfo, cancellation).ConfigureAwait(false));
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.Unreachable or FailureKind.EngineError)
        {
            return (null, null);
        }
    }

    private static UpgradeRecord Record(UpgradeSituation at)
    {
        var (options, facts) = (at.Options, at.Facts);
        var running = at.Up.Where(container => !container.EndsWhenStopped).ToList();
        var program = facts.Programs[facts.EngineProgram];
        return new()
        {
            Id = TimedId.New(),
            FromVersion = PackageVersion.Upstream(at.Present),
            ToVersion = at.Target,
            Source = options.Source,
            Manager = at.Solution is null ? null : facts.Manager,
            Wanted = at.Solution?.Wanted ?? [],
            Packages = at.Solution?.Changes ?? [],
            KeepsPackages = at.Solution?.KeepsPackages ?? false,
            Url = options.Source == UpgradeSource.Static ? options.Url : null,
            Path = options.Source == UpgradeSource.Path ? options.Path : null,
            Sha256 = options.Sha256?.ToLowerInvariant(),
            ProgramFolder = program[..Math.Max(1, program.LastIndexOf('/'))],
            Configuration = facts.ConfigurationFiles,
            Running = [.. running.Select(container => container.Id)],
            Paused = [.. running.Where(container => container.State == ContainerState.Paused).Select(container => container.Id)],
            IsSwarmManager = at.Swarm is { IsManager: true },
            Swarm = at.Info?.Swarm?.Cluster?.ID,
            DrainedNode = at.Swarm is { CanDrain: true } swarm ? swarm.Node : null,
            Timeout = options.Timeout.TotalSeconds,
        };
    }
}
