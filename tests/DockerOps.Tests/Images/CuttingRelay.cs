using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace DockerOps.Tests.Images;

/// <summary>A TCP port before an engine's socket, which is slow if asked, and whose connections all break once so many bytes have gone to the engine.</summary>
internal sealed class CuttingRelay : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly string socket;
    private readonly Task accepting;
    private CancellationTokenSource cut = new();
    private long left = long.MaxValue;
    private bool last;

    public CuttingRelay(DockerHost engine)
    {
        socket = engine.SocketPath!;
        listener.Start();
        Host = DockerHost.Parse($"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        accepting = AcceptAsync();
    }

    public DockerHost Host { get; }

    /// <summary>How many bytes a second go to the engine over a connection.</summary>
    public int BytesPerSecond { get; init; } = int.MaxValue;

    /// <summary>Bytes that went to the engine.</summary>
    public long Sent { get; private set; }

    /// <summary>Cuts everything after so many more bytes.</summary>
    /// <param name="bytes">Bytes to the engine.</param>
    /// <param name="forGood">Whether nobody is served any more; else what connects later is.</param>
    public void CutAfter(long bytes, bool forGood = false)
    {
        last = forGood;
        Interlocked.Exchange(ref left, bytes);
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await cut.CancelAsync();
        listener.Stop();
        await accepting.ContinueWith(_ => { }, TaskScheduler.Default);
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested) _ = ServeAsync(await listener.AcceptTcpClientAsync(stop.Token), cut.Token);
    }

    private async Task ServeAsync(TcpClient client, CancellationToken cancelled)
    {
        using var engine = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        using (client)
        {
            try
            {
                await engine.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancelled);
                await using var to = new NetworkStream(engine);
                var from = client.GetStream();
                var back = to.CopyToAsync(from, cancelled);
                var buffer = new byte[16 * 1024];
                int count;
                var (due, clock) = (TimeSpan.Zero, Stopwatch.StartNew());
                while ((count = await from.ReadAsync(buffer, cancelled)) > 0)
                {
                    if (Interlocked.Add(ref left, -count) < 0)
                    {
                        Interlocked.Exchange(ref left, long.MaxValue);
                        if (last) listener.Stop();
                        client.LingerState = new LingerOption(true, 0);
                        var old = cut;
                        cut = new CancellationTokenSource();
                        await old.CancelAsync();
                        return;
                    }

                    Sent += count;
                    await to.WriteAsync(buffer.AsMemory(0, count), cancelled);
                    // Time in which nothing came is not made up for: a network does not do that either.
                    due = (due > clock.Elapsed ? due : clock.Elapsed) + TimeSpan.FromSeconds((double)count / BytesPerSecond);
                    var early = due - clock.Elapsed;
                    if (early > TimeSpan.FromMilliseconds(10)) await Task.Delay(early, cancelled);
                }

                engine.Shutdown(SocketShutdown.Send);
                await back;
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException)
            {
                // That is what it is for.
            }
        }
    }
}
