using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Backups;

/// <summary>Containers that are paused or stopped for a while. Disposal puts back every one that was held, last one first, and tells of those it could not.</summary>
/// <param name="engine">The engine.</param>
/// <param name="journal">Where they are written down; ended when all are back. Null where the host has no place for it.</param>
internal sealed class HeldContainers(EngineClient engine, HoldJournal? journal) : IAsyncDisposable
{
    private readonly Stack<ContainerHold> held = [];

    /// <summary>Holds one. One that has ended meanwhile needs none.</summary>
    // Never cut off: the engine would go on, and nobody would put the container back.
    public async Task AddAsync(ContainerHold hold)
    {
        try
        {
            await engine.RunAsync(hold.Begin, CancellationToken.None).ConfigureAwait(false);
            held.Push(hold);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.NotFound || IsAlready(e))
        {
            // It is gone, does not run, or somebody else has paused it.
        }
    }

    /// <summary>Puts all back.</summary>
    /// <exception cref="DockerOpsException">One could not be; the message names it and says what to do.</exception>
    public async ValueTask DisposeAsync()
    {
        var left = new List<(string Name, string Why)>();
        while (held.TryPop(out var hold))
        {
            try
            {
                await engine.RunAsync(hold.End, CancellationToken.None).ConfigureAwait(false);
            }
            catch (DockerOpsException e)
            {
                if (e.Kind is not FailureKind.NotFound && !IsAlready(e)) left.Add((hold.Name, e.Message));
            }
        }

        if (left.Count == 0 && journal is not null) await journal.EndAsync().ConfigureAwait(false);
        if (left.Count > 0)
            throw new DockerOpsException(
                FailureKind.EngineError,
                $"Could not be put back on '{engine.Host}' and may still be paused or stopped: {string.Join(", ", left.Select(one => one.Name))}. Look with Get-DockerContainer. {left[0].Why}",
                left[0].Name);
    }

    /// <summary>Puts back containers that somebody has held who has died, as the host's journal tells, and forgets them.</summary>
    /// <exception cref="DockerOpsException">One could not be put back.</exception>
    public static async Task PutBackAsync(EngineClient engine, HostShell root, IReadOnlyList<(string File, ContainerHold Hold)> left)
    {
        await using (var held = new HeldContainers(engine, journal: null))
        {
            foreach (var (_, hold) in left) held.held.Push(hold);
        }

        if (left.Count > 0) await HoldJournal.ForgetAsync(root, left.Select(one => one.File), CancellationToken.None).ConfigureAwait(false);
    }

    // moby, daemon/pause.go and unpause.go: "is not running", "is already paused", "is not paused". Engines give 409, older ones 500.
    private static bool IsAlready(DockerOpsException e) =>
        e.Kind is FailureKind.Conflict or FailureKind.EngineError
        && (e.Message.Contains("is not running", StringComparison.Ordinal) || e.Message.Contains("already paused", StringComparison.Ordinal) || e.Message.Contains("is not paused", StringComparison.Ordinal));
}
