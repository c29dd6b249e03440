using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using DockerOps.Engine;
using DockerOps.Transport;

namespace DockerOps.Tests.CannedEngines;

/// <summary>
/// A unix socket that answers what a test tells it to, byte by byte, for everything a real engine does only on a bad day.
/// Each connection serves one request and is closed.
/// </summary>
internal sealed class CannedEngine : IAsyncDisposable
{
    private readonly SocketServer server;
    private readonly ConcurrentDictionary<string, Func<Stream, Task>> answers = new();
    private readonly ConcurrentQueue<string> asked = [];

    public CannedEngine()
    {
        server = new SocketServer(ServeAsync);
        Client = new EngineClient(Host, UnixDial.To(Host, server.SocketPath));
        On("GET /version", Json(200, """{"Version":"20.10.24","ApiVersion":"1.41","MinAPIVersion":"1.12","Os":"linux","Arch":"amd64"}"""));
        On("GET /info", Json(200, "{}"));
        On("GET /images/json", Json(200, "[]"));
    }

    public DockerHost Host => server.Host;

    public EngineClient Client { get; }

    /// <summary>Method and path of every request, in order of arrival, as they stood on the wire.</summary>
    public IReadOnlyList<string> Asked => [.. asked];

    /// <summary>A whole answer with a JSON body.</summary>
    public static byte[] Json(int status, string body) => Whole(status, "application/json", body);

    /// <summary>A whole answer with a body of any type.</summary>
    public static byte[] Whole(int status, string type, string body) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"HTTP/1.1 {status} Canned\r\nContent-Type: {type}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}"));

    /// <summary>The head of an answer that comes in chunks.</summary>
    public static byte[] ChunkedHead(int status = 200) =>
        Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} Canned\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"));

    /// <summary>One chunk; an empty one ends the answer.</summary>
    public static byte[] Chunk(byte[] data) => [.. Encoding.ASCII.GetBytes(data.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), .. data, .. "\r\n"u8];

    /// <summary>A whole answer in one chunk, or one that breaks off behind it.</summary>
    public static byte[] Chunked(byte[] data, bool whole = true) => [.. ChunkedHead(), .. Chunk(data), .. whole ? Chunk([]) : []];

    /// <summary>Answers every request whose method and path, without the API version, are these.</summary>
    public void On(string request, byte[] answer) => On(request, async stream => await stream.WriteAsync(answer, server.Stop));

    /// <summary>Answers by a function that gets the connection behind the head of the request.</summary>
    public void On(string request, Func<Stream, Task> answer) => answers[request] = answer;

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await server.DisposeAsync();
    }

    private async Task ServeAsync(Socket client)
    {
        using var stream = new NetworkStream(client, ownsSocket: true);
        try
        {
            if (await HeadAsync(stream) is not { } request) return;
            asked.Enqueue(request);
            var method = request[..request.IndexOf(' ')];
            var path = request[(method.Length + 1)..];
            if (path.StartsWith("/v1.", StringComparison.Ordinal)) path = path[path.IndexOf('/', 1)..];
            path = path.Split('?')[0];
            if (!answers.TryGetValue($"{method} {path}", out var answer))
                await stream.WriteAsync(Json(404, """{"message":"page not found"}"""), server.Stop);
            else await answer(stream);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The client went away, or the test is over.
        }
    }

    private async Task<string?> HeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (await stream.ReadAsync(one, server.Stop) == 1)
        {
            head.Append((char)one[0]);
            if (head.Length >= 4 && head.ToString(head.Length - 4, 4) == "\r\n\r\n")
            {
                var words = head.ToString().Split(' ');
                return $"{words[0]} {words[1]}";
            }
        }

        return null;
    }
}
