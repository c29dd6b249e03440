using System.IO.Pipes;

namespace DockerOps.Transport;

/// <summary>Dials a named pipe (Windows).</summary>
internal static class PipeDial
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Dial To(DockerHost host) => async cancellation =>
    {
        var pipe = new NamedPipeClientStream(".", host.SocketPath!, PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync((int)Patience.TotalMilliseconds, cancellation).ConfigureAwait(false);
            return pipe;
        }
        catch (Exception e)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw e switch
            {
                TimeoutException or IOException => new DockerOpsException(
                    FailureKind.Unreachable, $"No engine answers at '{host}'. Start it, or name another host with -DockerHost.", host, e),
                UnauthorizedAccessException => new DockerOpsException(
                    FailureKind.NotPermitted, $"User '{Environment.UserName}' may not open the engine's pipe '{host}'.", host, e),
                _ => e,
            };
        }
    };
}
