using System.Diagnostics;
using DockerOps.Engine;

namespace DockerOps.Sessions;

/// <summary>Finds out whether hosts answer.</summary>
public static class HostTests
{
    /// <summary>Opens a host if need be and makes one call to its engine. A host that does not answer is a result, not a failure.</summary>
    /// <param name="sessions">The open hosts.</param>
    /// <param name="host">The host.</param>
    /// <param name="timeout">How long all of it may take.</param>
    /// <param name="cancellation">Ends the test.</param>
    public static async Task<HostTest> RunAsync(HostSessions sessions, DockerHost host, TimeSpan timeout, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(timeout);
        HostSession? session = null;
        try
        {
            session = await sessions.GetAsync(host, limit.Token).ConfigureAwait(false);
            var version = await session.Engine.VersionAsync(limit.Token).ConfigureAwait(false);
            var watch = Stopwatch.StartNew();
            await session.Engine.RunAsync(EngineRequest.Get("/_ping"), limit.Token).ConfigureAwait(false);
            return new HostTest
            {
                DockerHost = host,
                Reachable = true,
                EngineVersion = version.Engine,
                ApiVersion = version.Api.ToString(),
                Way = session.Way,
                Latency = watch.Elapsed,
            };
        }
        catch (DockerOpsException e)
        {
            return Failed(host, session, e.Kind, e.Message);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return Failed(host, session, FailureKind.TimedOut, $"'{host}' did not answer within {timeout.TotalSeconds:0.#} s.");
        }
    }

    private static HostTest Failed(DockerHost host, HostSession? session, FailureKind kind, string message) =>
        new() { DockerHost = host, Reachable = false, Way = session?.Way, Failure = kind, Message = message };
}
