using System.Formats.Tar;
using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>
/// Sees that a container can be made, and gets the name servers: one of an image made for this, whose program does not exist. The engine
/// looks at its log driver first, and writes its resolv.conf before it misses the program, so nothing is ever run. Container and image
/// are removed again.
/// </summary>
internal sealed record ContainerProof(EngineClient Engine, IReadOnlyList<string> Servers) : HostStep
{
    private const string Repository = "dockerops-check";
    private const string Label = "org.dockerops.check";
    private readonly string id = Guid.NewGuid().ToString("N")[..10];

    private string Name => $"{Repository}-{id}";

    private EngineRequest Import => EngineRequest.Post("/images/create", ("fromSrc", "-"), ("repo", Repository), ("tag", id));

    private EngineRequest Create => EngineRequest.Post("/containers/create", ("name", Name)) with
    {
        Body = $$$"""{"Image":"{{{Repository}}}:{{{id}}}","Cmd":["/none"],"Labels":{"{{{Label}}}":"{{{id}}}"},"HostConfig":{"NetworkMode":"bridge"}}""",
    };

    private EngineRequest Start => EngineRequest.Post($"/containers/{Name}/start");

    private IReadOnlyList<EngineRequest> Remove =>
        [EngineRequest.Delete($"/containers/{Name}", ("force", "true")), EngineRequest.Delete($"/images/{Repository}:{id}", ("force", "true"))];

    /// <summary>What checks have left on an engine whose client was killed, and live ones have there.</summary>
    public static Task<IReadOnlyList<Leftover>> LeftAsync(EngineClient engine, CancellationToken cancellation) =>
        Leftover.FindAsync(engine, Label, Repository, cancellation);

    /// <inheritdoc/>
    public override string Show(HostShell shell) => string.Join(
        Environment.NewLine,
        [.. (Servers.Count > 0 ? new[] { Import, Create, Start } : [Import, Create]).Select(request => $"{request} on {shell.Host}"),
        .. Servers.Count > 0 ? [$"check that this container's resolv.conf names {string.Join(", ", Servers)}"] : Array.Empty<string>(),
        .. Remove.Select(request => $"{request} on {shell.Host}")]);

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "making a container";
        try
        {
            using var body = new ByteArrayContent(await ImageAsync(cancellation).ConfigureAwait(false));
            await foreach (var record in Engine.StreamAsync(Import, body, cancellation).ConfigureAwait(false)) _ = record;
            await Engine.RunAsync(Create, cancellation).ConfigureAwait(false);
            if (Servers.Count == 0) return;
            await TryAsync(Start, cancellation).ConfigureAwait(false);
            var container = await Engine.ReadAsync(EngineRequest.Get($"/containers/{Name}/json"), WireJson.Default.JsonElement, cancellation).ConfigureAwait(false);
            var path = container.ValueKind == JsonValueKind.Object && container.TryGetProperty("ResolvConfPath", out var told) ? told.ToString() : null;
            var text = string.IsNullOrEmpty(path) ? "" : await shell.ReadAsync(["cat", "--", path], cancellation).ConfigureAwait(false);
            var has = text.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.StartsWith("nameserver ", StringComparison.Ordinal)).Select(line => line["nameserver ".Length..].Trim()).ToList();
            if (!Servers.All(has.Contains))
            {
                throw new DockerOpsException(
                    FailureKind.EngineError, $"The engine runs, but a container's name servers are '{string.Join(' ', has)}' and not '{string.Join(' ', Servers)}'.", "dns");
            }
        }
        finally
        {
            foreach (var request in Remove) await TryAsync(request, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task TryAsync(EngineRequest request, CancellationToken cancellation)
    {
        try
        {
            await Engine.RunAsync(request, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind is not FailureKind.Unreachable)
        {
            // The start has to fail, and what was never made cannot be removed.
        }
    }

    private static async Task<byte[]> ImageAsync(CancellationToken cancellation)
    {
        using var buffer = new MemoryStream();
        await using (var tar = new TarWriter(buffer, TarEntryFormat.Ustar, leaveOpen: true))
            await tar.WriteEntryAsync(new UstarTarEntry(TarEntryType.Directory, "etc/") { Mode = (UnixFileMode)0x1ED }, cancellation).ConfigureAwait(false);
        return buffer.ToArray();
    }
}
