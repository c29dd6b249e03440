using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Daemon.Changes;

/// <summary>What is known of a host before its configuration is changed.</summary>
/// <param name="Session">The host.</param>
/// <param name="Facts">What it is.</param>
/// <param name="Service">What runs its engine.</param>
/// <param name="Store">Earlier versions.</param>
/// <param name="Config">The configuration; where a change was cut off, as it was before that.</param>
internal sealed record ConfigSituation(HostSession Session, HostFacts Facts, EngineService Service, ConfigStore Store, DaemonConfig Config)
{
    private static readonly string[] DefaultRoots = ["/var/lib/docker"];
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(10);

    public HostShell Shell => Service.Shell;

    /// <summary>What checks of changes that were cut off have left on the engine.</summary>
    public IReadOnlyList<Leftover> Leftovers { get; private init; } = [];

    /// <summary>The copies of the data that changes have begun which were cut off, by version; none that an engine was told to use.</summary>
    public IReadOnlyDictionary<string, DataCopy> LeftCopies { get; private init; } = new Dictionary<string, DataCopy>();

    public bool IsBoot2Docker => Facts.Distribution == "boot2docker";

    /// <summary>Whether the engine ran before anything of this began.</summary>
    public bool EngineRuns => Service.State.IsActive || Store.Open.Any(version => version.EngineRan);

    /// <summary>Looks, changing nothing. A step that a client has begun who was killed is awaited first.</summary>
    /// <param name="session">The host.</param>
    /// <param name="texts">Whether the texts of all earlier versions are wanted.</param>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<ConfigSituation> LookAsync(HostSession session, bool texts, CancellationToken cancellation)
    {
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        var folder = ConfigStore.FolderFor(facts);
        await ConfigLock.AwaitStepAsync(await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false), folder, cancellation).ConfigureAwait(false);
        var service = await EngineService.FindAsync(session, cancellation).ConfigureAwait(false);
        var store = await ConfigStore.ReadAsync(service.Shell, folder, texts, cancellation).ConfigureAwait(false);
        var config = await DaemonConfigReader.ReadAsync(session, cancellation).ConfigureAwait(false);

        var situation = new ConfigSituation(session, facts, service, store, config) { Leftovers = service.State.IsActive ? await LeftoversAsync(session, cancellation).ConfigureAwait(false) : [] };
        var copies = await LeftCopiesAsync(situation, cancellation).ConfigureAwait(false);

        // The oldest of those that were cut off has the files as they were before all of them.
        foreach (var open in store.Open.Reverse()) config = With(config, store, open);
        return situation with { Config = config, LeftCopies = copies };
    }

    // Somebody may have gone on by hand with what was there.
    private static async Task<IReadOnlyDictionary<string, DataCopy>> LeftCopiesAsync(ConfigSituation situation, CancellationToken cancellation)
    {
        var begun = new Dictionary<string, DataCopy>();
        foreach (var version in situation.Store.Open)
        {
            if (version.Copying is { } copy) begun[version.Id] = new(copy.Path, copy.IsNew);
        }

        if (begun.Count == 0) return begun;
        string[] used = [situation.DataRootOf(situation.Config), situation.Facts.DataRoot ?? DefaultRoots[0]];
        var real = await situation.Shell.ReadAsync(["sh", "-c", "for f; do readlink -f -- \"$f\" || printf '%s\\n' \"$f\"; done", "sh", .. used], cancellation).ConfigureAwait(false);
        var inUse = real.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return begun.Where(copy => !inUse.Contains(copy.Value.Path)).ToDictionary();
    }

    // An engine that does not answer in time is the change's business, not that of what lies about.
    private static async Task<IReadOnlyList<Leftover>> LeftoversAsync(HostSession session, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Short);
        try
        {
            return await ContainerProof.LeftAsync(session.Engine, limit.Token).ConfigureAwait(false);
        }
        catch (DockerOpsException)
        {
            return [];
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return [];
        }
    }

    /// <summary>The folder that an engine with this configuration keeps its data in.</summary>
    public string DataRootOf(DaemonConfig config) =>
        config.Settings.LastOrDefault(s => s is { Name: "data-root", Effective: true })?.Value
        ?? (ReferenceEquals(config, Config) || Config.Settings.All(s => s.Name != "data-root") ? Facts.DataRoot : null) ?? DefaultRoots[0];

    /// <summary>The configuration with the files of an earlier version.</summary>
    public static DaemonConfig With(DaemonConfig config, ConfigStore store, KeptDaemonConfig version)
    {
        var files = config.Files.ToList();
        foreach (var path in version.Files)
        {
            if (!store.Texts.TryGetValue((version.Id, path), out var bytes)) continue;
            var at = files.FindIndex(file => file.Path == path);
            if (bytes is null)
            {
                if (at >= 0) files.RemoveAt(at);
                continue;
            }

            var file = DaemonConfigFiles.Decode(path, DaemonFileKind.Variables, bytes);
            file = file with { Kind = at >= 0 ? files[at].Kind : DaemonConfigFiles.KindOf(file) };
            if (path.EndsWith(".pem", StringComparison.Ordinal)) continue;
            if (at >= 0) files[at] = file;
            else files.Add(file);
        }

        return DaemonConfigBuilder.Build(files, new(config.DockerHost, config.EngineVersion, config.IsSystemd, config.HasSocketUnit));
    }
}
