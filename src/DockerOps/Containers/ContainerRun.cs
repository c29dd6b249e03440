using System.Diagnostics;
using System.Runtime.CompilerServices;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Runs a new container to its end.</summary>
public static class ContainerRun
{
    /// <summary>
    /// Makes a container, starts it, collects what it prints (at most 64 MiB of each output), waits for its end and
    /// removes it. Yields progress, warnings and one <see cref="CommandResult"/>. An exit code other than 0 is a result, not
    /// a failure. On any failure, and when it is cancelled, the container is killed and removed.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="spec">The container.</param>
    /// <param name="keep">Whether it stays after its end.</param>
    /// <param name="timeout">How long all of it may take; null: for ever.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DockerOpsException">
    /// As <see cref="ContainerCreation.RunAsync"/>. CommandFailed: the command cannot be started. TimedOut. Unsupported: too
    /// much output.
    /// </exception>
    public static IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, ContainerSpec spec, bool keep, TimeSpan? timeout, CancellationToken cancellation) =>
        RunAsync(engine, spec, keep, timeout, Nothing, Nothing, cancellation);

    /// <inheritdoc cref="RunAsync(EngineClient, ContainerSpec, bool, TimeSpan?, CancellationToken)"/>
    /// <param name="engine">The engine.</param>
    /// <param name="spec">The container.</param>
    /// <param name="keep">Whether it stays after its end.</param>
    /// <param name="timeout">How long all of it may take; null: for ever.</param>
    /// <param name="fill">Puts into the container, by its id, what it needs before it starts.</param>
    /// <param name="collect">Takes out of it what it made, once it has ended with 0.</param>
    /// <param name="cancellation">Ends it.</param>
    internal static async IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, ContainerSpec spec, bool keep, TimeSpan? timeout, Func<string, CancellationToken, Task> fill,
        Func<string, CancellationToken, Task> collect, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var meter = new TransferMeter { Status = "creating" };
        var events = Watched.RunAsync($"Run {spec.Image}", meter, stop => WorkAsync(engine, spec, keep, timeout, fill, collect, meter, stop), cancellation);
        await foreach (var item in events.ConfigureAwait(false))
        {
            if (item is not Output<Ran> { Value: var ran })
            {
                yield return item;
                continue;
            }

            foreach (var warning in ran.Warnings) yield return new Warning(warning);
            yield return new Output<CommandResult>(ran.Result);
        }
    }

    private static Task Nothing(string id, CancellationToken cancellation) => Task.CompletedTask;

    private static async Task<Ran> WorkAsync(
        EngineClient engine, ContainerSpec spec, bool keep, TimeSpan? timeout, Func<string, CancellationToken, Task> fill,
        Func<string, CancellationToken, Task> collect, TransferMeter meter, CancellationToken cancellation)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } limit) limited.CancelAfter(limit);
        try
        {
            var (id, warnings) = await ContainerCreation.RunAsync(engine, spec, limited.Token).ConfigureAwait(false);
            meter.Status = "running";
            var plan = RunPlan.For(spec, keep, id);
            var result = await FollowAsync(engine, spec, plan, id, fill, collect, limited.Token, cancellation).ConfigureAwait(false);
            if (keep) return new Ran(result, warnings);

            meter.Status = "removing";
            var left = await ContainerRemoval.RunAsync(engine, plan.Remove, cancellation).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            return new Ran(result, left is null ? warnings : [.. warnings, $"The container {id} is left behind. {left}"]);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DockerOpsException(
                FailureKind.TimedOut, $"A container of '{spec.Image}' on '{engine.Host}' took longer than {timeout!.Value.TotalSeconds:0.#} s and was ended.", spec.Image);
        }
    }

    private static async Task<CommandResult> FollowAsync(
        EngineClient engine, ContainerSpec spec, RunPlan plan, string id, Func<string, CancellationToken, Task> fill,
        Func<string, CancellationToken, Task> collect, CancellationToken limited, CancellationToken cancellation)
    {
        try
        {
            await fill(id, limited).ConfigureAwait(false);
            var result = await FollowAsync(engine, spec, plan, id, limited).ConfigureAwait(false);
            if (result.Success) await collect(id, limited).ConfigureAwait(false);
            return result;
        }
        catch (OperationCanceledException)
        {
            await ContainerRemoval.RunAsync(engine, plan.Remove, cancellation).ConfigureAwait(false);
            throw;
        }
        catch (DockerOpsException e)
        {
            var failure = UnstartedProgram.Explain(e, (spec.Entrypoint ?? spec.Command) is [var program, ..] ? program : spec.Image);
            var left = await ContainerRemoval.RunAsync(engine, plan.Remove, cancellation).ConfigureAwait(false);
            throw left is null
                ? failure
                : new DockerOpsException(failure.Kind, $"{failure.Message} The container {id} is left behind. {left}", failure.Target, failure);
        }
    }

    private static async Task<CommandResult> FollowAsync(
        EngineClient engine, ContainerSpec spec, RunPlan plan, string id, CancellationToken cancellation)
    {
        using var output = new CollectedOutput(engine.Host);
        using var errors = new CollectedOutput(engine.Host);
        await using var stream = await engine.OpenAsync(plan.Attach, cancellation).ConfigureAwait(false);
        var watch = Stopwatch.StartNew();
        await engine.RunAsync(plan.Start, cancellation).ConfigureAwait(false);
        await StdioFrames.CopyAsync(engine.Host, stream, output, errors, cancellation).ConfigureAwait(false);
        var end = await engine.ReadAsync(plan.Wait, WireJson.Default.WireEnd, cancellation).ConfigureAwait(false);
        return new CommandResult
        {
            DockerHost = engine.Host,
            Container = spec.Name ?? id,
            Command = spec.Command,
            ExitCode = end.Code,
            Output = output.Text,
            ErrorOutput = errors.Text,
            Duration = watch.Elapsed,
        };
    }

    private sealed record Ran(CommandResult Result, IReadOnlyList<string> Warnings);
}
