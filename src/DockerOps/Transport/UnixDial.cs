using System.Net.Sockets;

namespace DockerOps.Transport;

/// <summary>Dials a unix socket.</summary>
internal static class UnixDial
{
    // Bytes; the kernel grants no more than net.core.wmem_max (socket(7)). In less than a buffer of the pump every write waits for the engine.
    private const int SendBuffer = 1 << 20;

    public static Dial To(DockerHost host, string path) => async cancellation =>
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified) { SendBufferSize = SendBuffer };
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e is SocketException or ArgumentOutOfRangeException ? Explain(host, path, e) : e;
        }
    };

    private static DockerOpsException Explain(DockerHost host, string path, Exception e) =>
        e is SocketException { SocketErrorCode: SocketError.AccessDenied }
            ? new(FailureKind.NotPermitted,
                $"User '{Environment.UserName}' may not open the engine's socket '{path}'. Join the group that owns it (usually docker), or run as root.",
                host, e)
            : new(FailureKind.Unreachable,
                $"No engine answers at '{host}' ({(File.Exists(path) ? e.Message : "there is no such socket")}). Start it (Start-DockerEngine), or name another host with -DockerHost.",
                host, e);
}
