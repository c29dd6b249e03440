using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Passes an engine's archive on as it is, member by member: where layers cannot be told apart before they have passed, as in the
/// archive of a containerd store, whose blobs are packed. What it throws is the source's failure.
/// </summary>
internal static class ArchiveRelay
{
    private const string Manifest = "manifest.json";
    private const long LongestManifest = 8 << 20;

    public static async Task RunAsync(
        EngineClient source, IReadOnlyList<SourceImage> images, IReadOnlyList<DestinationFeed> feeds, TransferMeter meter, CancellationToken cancellation)
    {
        var target = new LayerFanOut(feeds);
        try
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            byte[]? manifest = null;
            await using var body = await source.OpenAsync(ImageRequests.Save(images.Select(image => image.Name)), cancellation).ConfigureAwait(false);
            var tar = new TarInput(body, $"The archive that '{source.Host}' sent");
            while (await tar.NextAsync(cancellation).ConfigureAwait(false) is { } member)
            {
                names.Add(member.Name);
                await target.ForAllAsync(feed => feed.BeginMemberAsync(member)).ConfigureAwait(false);
                if (member.Name == Manifest && member.Size <= LongestManifest)
                {
                    using var content = new MemoryStream();
                    await tar.CopyDataAsync(content, meter, cancellation).ConfigureAwait(false);
                    manifest = content.ToArray();
                    await target.WriteAsync(manifest, cancellation).ConfigureAwait(false);
                }
                else if (member.Size > 0)
                {
                    await BytePump.MoveAsync(tar.OpenData(), target, hash: null, meter, cancellation).ConfigureAwait(false);
                }

                await target.ForAllAsync(feed => feed.EndAsync(null)).ConfigureAwait(false);
            }

            Check(source.Host, manifest, names);
            meter.Status = "loading";
            await target.ForAllAsync(feed => feed.FinishArchiveAsync()).ConfigureAwait(false);
        }
        catch (NobodyListensException)
        {
            // Every feed has its own failure.
        }
    }

    // An engine that cannot read a layer ends its archive as if nothing had happened (moby#49473).
    private static void Check(DockerHost host, byte[]? manifest, HashSet<string> names)
    {
        try
        {
            var entries = manifest is null ? null : JsonSerializer.Deserialize(manifest, ArchiveJson.Default.ListArchiveManifestEntry);
            var missing = entries?.SelectMany(entry => (entry?.Layers ?? []).Append(entry?.Config)).FirstOrDefault(name => name is null || !names.Contains(name));
            if (entries is { Count: > 0 } && missing is null) return;
            throw new DockerOpsException(FailureKind.Corrupt, $"The archive that '{host}' made lacks {ArchiveText.Shown(missing ?? Manifest)}. Nothing was loaded.");
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"The archive that '{host}' made has a {Manifest} that cannot be read. Nothing was loaded.", inner: e);
        }
    }
}
