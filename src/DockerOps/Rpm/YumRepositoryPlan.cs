using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>A change of a host's repositories: looked into, shown, then run. The steps that are shown are those that are run.</summary>
public sealed class YumRepositoryPlan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly HostShell shell;
    private readonly string activity;

    internal YumRepositoryPlan(HostShell shell, string activity)
    {
        this.shell = shell;
        this.activity = activity;
    }

    /// <summary>The repositories that come or go.</summary>
    public required IReadOnlyList<YumRepositoryRegistration> Repositories { get; init; }

    /// <summary>What the user should know before it is run, each as a sentence.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The steps, in order.</summary>
    public required IReadOnlyList<HostStep> Steps { get; init; }

    /// <summary>The last step, which uses what the others have made; null when there is none.</summary>
    public HostStep? Proof { get; init; }

    /// <summary>The steps that follow when <see cref="Proof"/> went well.</summary>
    public IReadOnlyList<HostStep> Then { get; init; } = [];

    /// <summary>The steps that put everything back, run when <see cref="Proof"/> fails or is cut off.</summary>
    public IReadOnlyList<HostStep> Undo { get; init; } = [];

    /// <summary>Whether the repositories were there already, to the letter.</summary>
    internal bool WasThere { get; init; }

    /// <summary>Every step as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. Steps.Append(Proof).Concat(Then).OfType<HostStep>().Select(step => step.Show(shell))];

    /// <summary>Runs the steps. Yields progress, and the repositories as a list.</summary>
    /// <param name="cancellation">Ends it between two steps, or ends the running one.</param>
    /// <exception cref="DockerOpsException">
    /// CommandFailed: a command did, with its last words; when yum or dnf cannot use the repository, it is taken away again.
    /// NotPermitted, NoSpace, Conflict: the file. TimedOut: yum stays locked. Unreachable.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync(activity, meter, stop => RunAsync(meter, stop), cancellation);
    }

    private async Task<IReadOnlyList<YumRepositoryRegistration>> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var isWritten = false;
        try
        {
            foreach (var step in Steps)
            {
                // Everything is in place before the wait.
                isWritten |= step is YumLockWait;
                await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
            }

            if (Proof is not null) await Proof.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (isWritten)
        {
            // One that nobody has tried would stop every later yum there.
            using var limit = new CancellationTokenSource(Patience);
            await PutBackAsync(meter, limit.Token).ConfigureAwait(false);
            throw;
        }
        catch (DockerOpsException e) when (isWritten && e.Kind is (FailureKind.CommandFailed or FailureKind.NotPermitted))
        {
            await PutBackAsync(meter, CancellationToken.None).ConfigureAwait(false);
            var ids = string.Join("', '", Repositories.Select(repository => repository.Id));
            throw new DockerOpsException(
                e.Kind,
                $"'{shell.Host}' cannot use '{ids}', which was {(WasThere ? "there already and stays" : "taken away again (-SkipCache registers it untried)")}. {e.Message}", ids, e);
        }

        foreach (var step in Then) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
        return Repositories;
    }

    private async Task PutBackAsync(TransferMeter meter, CancellationToken cancellation)
    {
        foreach (var step in Undo) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
    }
}
