using System.Net.Sockets;

namespace DockerOps.Tests;

/// <summary>A unix socket in a folder of its own that hands every connection to a function, until it is disposed.</summary>
internal sealed class SocketServer : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("engine-").FullName;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<Socket, Task> serve;
    private readonly Task accepting;

    /// <param name="serve">Serves one connection to its end. What it throws fails the test that disposes the server.</param>
    public SocketServer(Func<Socket, Task> serve)
    {
        this.serve = serve;
        SocketPath = Path.Combine(folder, "engine.sock");
        Stop = stop.Token;
        listener.Bind(new UnixDomainSocketEndPoint(SocketPath));
        listener.Listen();
        accepting = AcceptAsync();
    }

    public string SocketPath { get; }

    public DockerHost Host => DockerHost.Parse("unix://" + SocketPath);

    /// <summary>Says that the server is being disposed.</summary>
    public CancellationToken Stop { get; }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        listener.Dispose();
        await accepting;
        Directory.Delete(folder, recursive: true);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true) open.Add(serve(await listener.AcceptAsync(Stop)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }
}
