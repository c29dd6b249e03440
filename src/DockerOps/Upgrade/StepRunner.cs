using System.Diagnostics;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>Runs steps, each written down before it begins and after it ended, and puts right what is known to go wrong at a start.</summary>
internal sealed class StepRunner(RunContext context, IReadOnlyList<KnownFailure> known, TransferMeter meter)
{
    private const int LastLines = 20;

    private HostShell Shell => context.Service.Shell;

    /// <summary>Runs one step, or undoes it.</summary>
    /// <exception cref="DockerOpsException">The step failed; the journal says so already, unless the connection is gone.</exception>
    public async Task RunAsync(RunStep step, bool back, CancellationToken cancellation)
    {
        var journal = context.Journal!;
        await journal.NoteAsync(JournalEntryKind.Begin, step.Id, back, null, cancellation).ConfigureAwait(false);
        try
        {
            if (context.Inside is { } begun) await begun(step.Id, back, false).ConfigureAwait(false);
            foreach (var part in back && step.Undo.Count > 0 ? step.Undo : step.Run) await RunPartAsync(part, cancellation).ConfigureAwait(false);
            if (context.Inside is { } ended) await ended(step.Id, back, true).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
        {
            await journal.NoteAsync(JournalEntryKind.Failed, step.Id, back, e.Message, cancellation).ConfigureAwait(false);
            throw;
        }

        // Written down with the next step's beginning, or the run's end: nothing is done before, and the engine may be down.
        journal.Hold(JournalEntryKind.Done, step.Id, back);
    }

    private async Task RunPartAsync(HostStep part, CancellationToken cancellation)
    {
        if (part is not StartEngine)
        {
            await part.RunAsync(Shell, meter, cancellation).ConfigureAwait(false);
            return;
        }

        var applied = new HashSet<string>(StringComparer.Ordinal);
        var watch = Stopwatch.StartNew();
        DateTimeOffset? begun = null;
        while (true)
        {
            try
            {
                await part.RunAsync(Shell, meter, cancellation).ConfigureAwait(false);
                return;
            }
            catch (DockerOpsException e) when (e.Kind is FailureKind.CommandFailed or FailureKind.TimedOut)
            {
                var since = begun ?? await context.Service.ClockAtStartAsync(watch, cancellation).ConfigureAwait(false);
                if (!await RemedyAsync(e, since, applied, cancellation).ConfigureAwait(false)) throw;
                // What was said before the remedy is no news.
                begun = await context.Service.ClockAsync(cancellation).ConfigureAwait(false);
            }
        }
    }

    // Each failure is put right once; what comes again after that is no case for its remedy.
    private async Task<bool> RemedyAsync(DockerOpsException failure, DateTimeOffset since, HashSet<string> applied, CancellationToken cancellation)
    {
        var log = await context.Service.LogAsync(since, null, cancellation).ConfigureAwait(false);
        IReadOnlyList<string> lines = [.. log, .. failure.Message.Split('\n').Skip(1).Select(line => line.TrimEnd('\r')).Except(log)];
        var matched = KnownFailures.Match(known, lines, Shell.Host, slow => context.Tell(slow.Message));
        foreach (var match in matched) context.Meet(match);
        if (matched.FirstOrDefault(match => match.Remedy.Count > 0 && !applied.Contains(match.Id)) is not { } cure)
        {
            context.Tell(log.TakeLast(LastLines).Select(Secrets.Hide));
            context.Tell(matched.Where(match => match.Advice is not null).Select(match => $"{match.Id}: {match.Advice}"));
            return false;
        }

        applied.Add(cure.Id);
        context.Tell(cure.Matched.TakeLast(3).Select(Secrets.Hide));
        var step = new RunStep("remedy-" + cure.Id, cure.Description, [.. cure.Remedy.Select((words, n) => new LastingCommand(context, $"{context.Folder}/remedy-{cure.Id}-{n}.log", words))], [], "the engine starts");
        try
        {
            await RunAsync(step, back: false, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.CommandFailed)
        {
            context.Tell($"The remedy of {cure.Id} failed: {e.Message}");
            return false;
        }
    }
}
