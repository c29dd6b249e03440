using DockerOps.Daemon;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Upgrade;

/// <summary>What the steps of one run share: where they work, and what they notice.</summary>
internal sealed class RunContext(HostSession session, EngineService service, UpgradeRecord record)
{
    private readonly List<string> evidence = [];
    private readonly List<KnownFailure> met = [];

    public HostSession Session => session;

    /// <summary>The engine's service, as it was found last.</summary>
    public EngineService Service => service;

    public UpgradeRecord Record => record;

    public string Folder => UpgradeJournal.FolderOf(record.Id);

    public TimeSpan Timeout => TimeSpan.FromSeconds(record.Timeout);

    /// <summary>The journal; there is one from the beginning of the run.</summary>
    public UpgradeJournal? Journal { get; set; }

    /// <summary>The right to change the engine; there is one from the beginning of the run.</summary>
    public RunLock? Lock { get; set; }

    /// <summary>Called inside every step, before its first part and after its last one: where tests let it fail, or cut the connection.</summary>
    public Func<string, bool, bool, Task>? Inside { get; set; }

    /// <summary>What the last comparison found.</summary>
    public IReadOnlyList<InventoryDifference> Differences { get; set; } = [];

    /// <summary>What the last comparison has missed; null when nothing.</summary>
    public DockerOpsException? Loss { get; set; }

    /// <summary>Lines that tell what went wrong.</summary>
    public IReadOnlyList<string> Evidence => evidence;

    /// <summary>Known failures that were met.</summary>
    public IReadOnlyList<KnownFailure> KnownFailures => met;

    /// <summary>Keeps a failure that was met.</summary>
    public void Meet(KnownFailure failure) => met.Add(failure);

    /// <summary>Keeps a line.</summary>
    public void Tell(params IEnumerable<string> lines) => evidence.AddRange(lines);
}
