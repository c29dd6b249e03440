using System.Runtime.CompilerServices;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images;

/// <summary>Builds images with the engine's own builder, from a folder that is streamed to it.</summary>
public static class ImageBuild
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Sends the folder and follows the build. Yields progress (bytes of the folder, then steps), each line of the builder's
    /// output as a <see cref="Note"/>, warnings, and the <see cref="Image"/>. When it is cancelled the engine ends the build
    /// and removes its container; what was built so far stays in the engine's cache, as with docker build.
    /// </summary>
    /// <param name="engine">The engine.</param>
    /// <param name="plan">The build.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="DockerOpsException">
    /// CommandFailed: a step ended with another exit code than 0; the message has its last lines. InvalidInput: the build
    /// file. NotFound: an image it begins with. Unsupported: it needs BuildKit. NoSpace, NotPermitted, EngineError, Unreachable.
    /// </exception>
    public static async IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, ImageBuildPlan plan, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(plan);
        var meter = new TransferMeter { Total = plan.Context.Measure(cancellation) };
        var log = new BuildLog(plan.Title, meter);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var content = plan.Context.ToContent(meter, plan.BuildKit);
        var records = engine.StreamAsync(plan.Request, content, linked.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = NextAsync(records, log, engine.Host);
        try
        {
            while (true)
            {
                while (await Task.WhenAny(next, Task.Delay(Interval, linked.Token)).ConfigureAwait(false) != next)
                {
                    linked.Token.ThrowIfCancellationRequested();
                    yield return log.Progress();
                }

                if (!await next.ConfigureAwait(false)) break;
                foreach (var line in log.Take(records.Current)) yield return new Note(line);
                next = NextAsync(records, log, engine.Host);
            }
        }
        finally
        {
            await linked.CancelAsync().ConfigureAwait(false);
            await next.ContinueWith(done => _ = done.Exception, TaskScheduler.Default).ConfigureAwait(false);
            await records.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var left in plan.Context.Trees.SelectMany(tree => tree.Tree.LeftOut)) yield return new Warning("Not sent: " + left);
        if (log.ImageId is not { } id)
            throw new DockerOpsException(FailureKind.EngineError, $"'{engine.Host}' ended the build of '{plan.Title}' without an image.", plan.Title);
        yield return new Output<Image>(await ImageList.FindAsync(engine, plan.Name ?? id, cancellation).ConfigureAwait(false));
    }

    private static async Task<bool> NextAsync(IAsyncEnumerator<StreamRecord> records, BuildLog log, DockerHost host)
    {
        try
        {
            return await records.MoveNextAsync().ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            throw log.Explain(e, host);
        }
    }
}
