using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerOps.Engine.Wire;
using DockerOps.Transport;

namespace DockerOps.Engine;

/// <summary>
/// Speaks the Engine API (moby, <c>api/swagger.yaml</c>) to one host, over whatever stream it is dialled. The version is
/// negotiated at the first call. Every method throws <see cref="DockerOpsException"/> with the engine's own words.
/// </summary>
public sealed class EngineClient : IDisposable
{
    // The dial decides where the bytes go; this name only fills the Host header.
    private const string Origin = "http://docker";
    private static readonly MediaTypeHeaderValue Json = new("application/json");
    private readonly HttpMessageInvoker http;
    private readonly HttpMessageInvoker uploads;

    // Never disposed: whoever waits would wait for ever, and it holds nothing to free.
    private readonly SemaphoreSlim gate = new(1, 1);
    private VersionInfo? version;

    internal EngineClient(DockerHost host, Dial dial)
    {
        Host = host;
        http = Client(host, dial, Timeout.InfiniteTimeSpan);
        // On a connection that served before, the handler reads ahead while it sends, and an answer that EngineStream
        // looks for would be in its buffer. An upload gets a connection of its own.
        uploads = Client(host, dial, TimeSpan.Zero);
    }

    /// <summary>The host this client speaks to.</summary>
    public DockerHost Host { get; }

    /// <summary>The engine's versions, asked once.</summary>
    public async Task<VersionInfo> VersionAsync(CancellationToken cancellation)
    {
        if (version is not null) return version;
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return version ??= await NegotiateAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Asks for the engine's versions anew: after a restart it may be another engine.</summary>
    public async Task<VersionInfo> RenewVersionAsync(CancellationToken cancellation)
    {
        await gate.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return version = await NegotiateAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Sends a request and throws its answer away.</summary>
    public async Task RunAsync(EngineRequest request, CancellationToken cancellation)
    {
        using var response = await SendAsync(request, null, cancellation).ConfigureAwait(false);
    }

    /// <summary>Sends a request and reads its JSON answer.</summary>
    public async Task<T> ReadAsync<T>(EngineRequest request, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        using var response = await SendAsync(request, null, cancellation).ConfigureAwait(false);
        return await ReadBodyAsync(response, type, cancellation).ConfigureAwait(false);
    }

    /// <summary>
    /// Sends a request and gives its answer as a stream, unread; one that <see cref="EngineRequest.IsTwoWay"/> can be written to.
    /// Disposing the stream ends the exchange.
    /// </summary>
    public async Task<Stream> OpenAsync(EngineRequest request, CancellationToken cancellation)
    {
        var response = await SendAsync(request, null, cancellation).ConfigureAwait(false);
        return new EngineBody(Host, response, await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false));
    }

    /// <summary>
    /// Sends a request, with a body if given, and yields the JSON records of its answer as they come. An <c>error</c>
    /// record inside a successful answer is thrown as the failure it is.
    /// </summary>
    public async IAsyncEnumerable<StreamRecord> StreamAsync(
        EngineRequest request, HttpContent? body, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var response = await SendAsync(request, body, cancellation).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        await foreach (var record in JsonLines.ReadAsync(Host, stream, cancellation).ConfigureAwait(false)) yield return record;
    }

    /// <summary>Sends a request and gives the answer with its headers read and its body unread. Throws on refusal.</summary>
    /// <param name="request">What to send.</param>
    /// <param name="body">A body that is no JSON text, or null to send the request's own.</param>
    /// <param name="cancellation">Ends the exchange.</param>
    public async Task<HttpResponseMessage> SendAsync(EngineRequest request, HttpContent? body, CancellationToken cancellation)
    {
        var spoken = (await VersionAsync(cancellation).ConfigureAwait(false)).Spoken;
        using var message = new HttpRequestMessage(request.Method, $"{Origin}/v{spoken}{request.Path}") { Content = body };
        if (request.RegistryAuth is not null) message.Headers.TryAddWithoutValidation("X-Registry-Auth", request.RegistryAuth);
        if (request.Body is not null) message.Content = new StringContent(request.Body, Encoding.UTF8, Json);
        if (request.IsTwoWay)
        {
            message.Headers.Connection.Add("Upgrade");
            message.Headers.Upgrade.Add(new ProductHeaderValue("tcp"));
        }

        return await ExchangeAsync(body is null ? http : uploads, request, message, cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes all connections.</summary>
    public void Dispose()
    {
        http.Dispose();
        uploads.Dispose();
    }

    private async Task<HttpResponseMessage> ExchangeAsync(
        HttpMessageInvoker client, EngineRequest request, HttpRequestMessage message, CancellationToken cancellation)
    {
        HttpResponseMessage response;
        try
        {
            response = await client.SendAsync(message, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw EngineFailure.Unanswered(Host, e);
        }
        catch (ObjectDisposedException)
        {
            throw SshFailure.Closed(Host);
        }

        // 304: the container is in the wanted state already (moby, api/swagger.yaml, ContainerStart).
        if (response.IsSuccessStatusCode || (int)response.StatusCode is 101 or 304) return response;
        using (response) throw await EngineFailure.FromAsync(Host, request, response, cancellation).ConfigureAwait(false);
    }

    // No HttpClient: it would add a time limit, and an engine may prepare a whole image before it sends the first byte.
    private static HttpMessageInvoker Client(DockerHost host, Dial dial, TimeSpan connectionLifetime) => new(new SocketsHttpHandler
    {
        ConnectCallback = async (_, cancellation) => new EngineStream(host, await dial(cancellation).ConfigureAwait(false)),
        PooledConnectionLifetime = connectionLifetime,
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        AutomaticDecompression = System.Net.DecompressionMethods.None,
        ActivityHeadersPropagator = null,
    });

    private async Task<VersionInfo> NegotiateAsync(CancellationToken cancellation)
    {
        var request = EngineRequest.Get("/version");
        using var message = new HttpRequestMessage(HttpMethod.Get, Origin + request.Path);
        using var response = await ExchangeAsync(http, request, message, cancellation).ConfigureAwait(false);
        var answer = await ReadBodyAsync(response, WireJson.Default.WireVersion, cancellation).ConfigureAwait(false);
        return VersionInfo.Negotiate(Host, answer);
    }

    private async Task<T> ReadBodyAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken cancellation)
    {
        try
        {
            var stream = await response.Content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
            return await AnswerJson.ReadAsync(stream, type, cancellation).ConfigureAwait(false);
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.EngineError, $"'{Host}' answers, but not as a Docker engine does: {e.Message}", Host, e);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            throw EngineFailure.Broken(Host, e);
        }
    }
}
