using System.Net;
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
            using var answer = await engine.SendAsync(hold.Begin, null, CancellationToken.None).ConfigureAwait(false);
            // 304: it was stopped already, by itself or by somebody who wants it so.
            if (answer.StatusCode != HttpStatusCode.NotModified) held.Push(hold);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.NotFound || IsAlready(e))
        {
            // It is gone, does not run, or somebody else has paused it.
        }
        catch (DockerOpsException)
        {
            // The engine may have done it, or do it yet.
            held.Push(hold);
            throw;
        }
    }

    /// <summary>Puts all back.</summary>
    /// <exception cref="DockerOpsException">One could not be; the message names it and says what to do.</exception>
    public async ValueTask DisposeAsync()
    {
        var left = await TryAsync([.. held]).ConfigureAwait(false);
        held.Clear();
        // One that is linked to another, or in its network, starts only after that one.
        for (var before = int.MaxValue; left.Count > 0 && left.Count < before;)
        {
            before = left.Count;
            left = await TryAsync([.. left.Select(one => one.Hold)]).ConfigureAwait(false);
        }

        if (left.Count == 0 && journal is not null) await journal.EndAsync().ConfigureAwait(false);
        if (left.Count > 0)
            throw new DockerOpsException(
                FailureKind.EngineError,
                $"Could not be put back on '{engine.Host}' and may still be paused or stopped: {string.Join(", ", left.Select(one => one.Hold.Name))}. Look with Get-DockerContainer. {left[0].Why}",
                left[0].Hold.Name);
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

    // Puts them back, and gives those that could not be.
    private async Task<IReadOnlyList<(ContainerHold Hold, string Why)>> TryAsync(IReadOnlyList<ContainerHold> holds)
    {
        var left = new List<(ContainerHold Hold, string Why)>();
        foreach (var hold in holds)
        {
            try
            {
                await engine.RunAsync(hold.End, CancellationToken.None).ConfigureAwait(false);
            }
            catch (DockerOpsException e)
            {
                if (e.Kind is not FailureKind.NotFound && !IsAlready(e)) left.Add((hold, e.Message));
            }
        }

        return left;
    }

    // moby, daemon/pause.go and unpause.go: "is not running", "is already paused", "is not paused". Engines give 409, older ones 500.
    private static bool IsAlready(DockerOpsException e) =>
        e.Kind is FailureKind.Conflict or FailureKind.EngineError
        && (e.Message.Contains("is not running", StringComparison.Ordinal) || e.Message.Contains("already paused", StringComparison.Ordinal) || e.Message.Contains("is not paused", StringComparison.Ordinal));
}
