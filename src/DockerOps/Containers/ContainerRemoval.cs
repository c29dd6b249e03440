using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>Removes what an operation made, also after it was cancelled.</summary>
internal static class ContainerRemoval
{
    // A stopped pipeline gives the prompt back within a second.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(800);

    /// <summary>
    /// Waits for cleaning up after a cancellation, though not for long: the work goes on behind the prompt, and there is
    /// nobody left to tell of its failure.
    /// </summary>
    public static Task SoonAsync(Task work) => Task.WhenAny(work.ContinueWith(done => _ = done.Exception, TaskScheduler.Default), Task.Delay(Soon));

    /// <summary>Removes a container, running or not, and its unnamed volumes.</summary>
    /// <returns>Why it could not be removed; null when it is gone, or <paramref name="cancellation"/> gave up the wait.</returns>
    public static async Task<string?> RunAsync(EngineClient engine, EngineRequest request, CancellationToken cancellation)
    {
        var removing = engine.RunAsync(request, CancellationToken.None);
        try
        {
            await removing.WaitAsync(cancellation).ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            await SoonAsync(removing).ConfigureAwait(false);
            return null;
        }
        catch (DockerOpsException e)
        {
            return e.Kind == FailureKind.NotFound ? null : e.Message;
        }
    }
}
