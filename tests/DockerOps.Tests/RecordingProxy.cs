using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace DockerOps.Tests;

/// <summary>
/// A unix socket in front of a real engine that writes down every request on its way there, so that a test can hold what
/// was announced against what was sent. After a request to upgrade the connection, bytes are only passed on.
/// </summary>
internal sealed partial class RecordingProxy : IAsyncDisposable
{
    private const int LongestHead = 64 * 1024;
    private readonly SocketServer server;
    private readonly ConcurrentQueue<RecordedCall> calls = [];
    private readonly DockerHost engine;

    /// <param name="engine">The engine to pass everything on to; reached by a unix socket.</param>
    public RecordingProxy(DockerHost engine)
    {
        this.engine = engine;
        server = new SocketServer(ServeAsync);
    }

    /// <summary>The engine, seen through this proxy.</summary>
    public DockerHost Host => server.Host;

    /// <summary>Everything that was asked so far, in order of arrival, without the API version.</summary>
    public IReadOnlyList<RecordedCall> Calls => [.. calls];

    /// <summary>What was asked for a change: everything but GET and HEAD, in the words <c>-WhatIf</c> shows.</summary>
    public IReadOnlyList<string> Changes => [.. calls.Where(call => call.Method is not ("GET" or "HEAD")).Select(call => call.ToString())];

    /// <summary>Called for each request that was passed on, while its answer is held back; null holds back none.</summary>
    public Action<RecordedCall>? Passed { get; set; }

    /// <summary>Forgets what was asked so far.</summary>
    public void Clear() => calls.Clear();

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task ServeAsync(Socket client)
    {
        using var here = new NetworkStream(client, ownsSocket: true);
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(engine.SocketPath!), server.Stop);
            using var there = new NetworkStream(socket);
            using var held = new SemaphoreSlim(1);
            // Either side's end ends the other; a client that half-closes goes on reading.
            await Task.WhenAll(
                PassAsync(() => RequestsAsync(here, there, held), () => socket.Shutdown(SocketShutdown.Send)),
                PassAsync(() => AnswersAsync(there, here, held), () => client.Shutdown(SocketShutdown.Both)));
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The engine is down or the test is over: the client sees its connection close.
        }
    }

    private static async Task PassAsync(Func<Task> pass, Action close)
    {
        try
        {
            await pass();
            close();
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            try
            {
                close();
            }
            catch (Exception gone) when (gone is SocketException or ObjectDisposedException)
            {
            }
        }
    }

    private async Task AnswersAsync(NetworkStream from, NetworkStream to, SemaphoreSlim held)
    {
        var buffer = new byte[64 * 1024];
        while (await from.ReadAsync(buffer, server.Stop) is > 0 and var count)
        {
            await held.WaitAsync(server.Stop);
            held.Release();
            await to.WriteAsync(buffer.AsMemory(0, count), server.Stop);
        }
    }

    private async Task RequestsAsync(NetworkStream from, NetworkStream to, SemaphoreSlim held)
    {
        var reader = new BufferedStream(from);
        while (await HeadAsync(reader) is { } head)
        {
            var body = new MemoryStream();
            var bytes = Encoding.Latin1.GetBytes(head);
            var length = Header(head, "Content-Length") is { } text ? long.Parse(text, CultureInfo.InvariantCulture) : 0;
            var isSmall = length is > 0 and <= LongestHead;
            if (isSmall)
            {
                var content = new byte[length];
                await reader.ReadExactlyAsync(content, server.Stop);
                body.Write(content);
            }

            var call = Record(head, body);
            if (Passed is not null) await held.WaitAsync(server.Stop);
            await to.WriteAsync(bytes, server.Stop);
            if (isSmall) await to.WriteAsync(body.ToArray(), server.Stop);
            else if (length > 0) await CopyAsync(reader, to, length);
            else if (Header(head, "Transfer-Encoding") is not null) await ChunksAsync(reader, to);
            if (Passed is { } passed)
            {
                passed(call);
                held.Release();
            }

            if (Header(head, "Upgrade") is not null) await reader.CopyToAsync(to, server.Stop);
        }
    }

    private RecordedCall Record(string head, MemoryStream body)
    {
        var line = head[..head.IndexOf('\r')].Split(' ');
        var call = new RecordedCall(line[0], Version().Replace(line[1], "", 1), body.Length == 0 ? null : Encoding.UTF8.GetString(body.ToArray()));
        calls.Enqueue(call);
        return call;
    }

    private async Task<string?> HeadAsync(Stream reader)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (head.Length < LongestHead && await reader.ReadAsync(one, server.Stop) == 1)
        {
            head.Append((char)one[0]);
            if (one[0] == '\n' && head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal)) return head.ToString();
        }

        return null;
    }

    private async Task ChunksAsync(Stream reader, Stream to)
    {
        while (true)
        {
            var line = new StringBuilder();
            var one = new byte[1];
            while (one[0] != '\n')
            {
                await reader.ReadExactlyAsync(one, server.Stop);
                line.Append((char)one[0]);
            }

            await to.WriteAsync(Encoding.Latin1.GetBytes(line.ToString()), server.Stop);
            var length = long.Parse(line.ToString().Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            await CopyAsync(reader, to, length + 2);
            if (length == 0) return;
        }
    }

    private async Task CopyAsync(Stream reader, Stream to, long length)
    {
        var buffer = new byte[64 * 1024];
        while (length > 0)
        {
            var count = await reader.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, length)), server.Stop);
            if (count == 0) throw new IOException("The client went away inside a body.");
            await to.WriteAsync(buffer.AsMemory(0, count), server.Stop);
            length -= count;
        }
    }

    private static string? Header(string head, string name) =>
        Regex.Match(head, $"^{name}:(.*?)\r$", RegexOptions.Multiline | RegexOptions.IgnoreCase) is { Success: true } match ? match.Groups[1].Value.Trim() : null;

    [GeneratedRegex(@"^/v\d+\.\d+(?=/)")]
    private static partial Regex Version();
}
