using System.Runtime.CompilerServices;
using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Reads layers out of the archive an engine makes, in one pass and in the archive's order. The engine makes the whole archive
/// all the same, so this saves what is sent and what the destination reads, not the source's own work. Reading ends with the last
/// layer and configuration that are needed, unless the sizes of the other layers are needed too.
/// </summary>
/// <param name="engine">The source.</param>
/// <param name="images">The images the archive is of.</param>
/// <param name="allSizes">Whether <see cref="LayerSource.Sizes"/> has to tell of layers that are not wanted.</param>
internal sealed class SavedArchiveSource(EngineClient engine, IReadOnlyList<SourceImage> images, bool allSizes) : LayerSource
{
    private const long LongestDocument = 8 << 20;
    private const string Blobs = "blobs/sha256/";
    private const string OldLayer = "/layer.tar";
    private const string OldDescription = "/json";

    private readonly HashSet<string> diffIds = [.. images.SelectMany(image => image.DiffIds)];

    // Chain ids lead to diff ids for layers that are named by what lies below them.
    private readonly Dictionary<string, string> chains = images.SelectMany(image => image.ChainIds.Zip(image.DiffIds)).DistinctBy(pair => pair.First).ToDictionary();

    private readonly Dictionary<string, string?> oldNames = new(StringComparer.Ordinal);

    private bool LacksConfig => images.Any(image => !Configs.ContainsKey(image.Id));

    public override async IAsyncEnumerable<LayerData> ReadAsync(
        IReadOnlyList<string> wanted, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var left = wanted.ToHashSet(StringComparer.Ordinal);
        await using var body = await engine.OpenAsync(ImageRequests.Save(images.Select(image => image.Name)), cancellation).ConfigureAwait(false);
        var tar = new TarInput(body, $"The archive that '{engine.Host}' sent");
        while ((allSizes || left.Count > 0 || LacksConfig) && await tar.NextAsync(cancellation).ConfigureAwait(false) is { } member)
        {
            if (DiffIdOf(member.Name) is { } diffId && member.Type is '0' or '7')
            {
                Sizes[diffId] = member.Size;
                if (left.Remove(diffId)) yield return new LayerData(diffId, member.Size, tar.OpenData());
            }
            else if (member.Name.EndsWith(OldLayer, StringComparison.Ordinal) && member.Type is '0' or '7')
            {
                throw new DockerOpsException(FailureKind.Unsupported, "Its archive names a layer in a way that does not tell which it is.");
            }
            else if (member.Size is > 0 and <= LongestDocument && Document(member.Name))
            {
                await ReadDocumentAsync(tar, member, cancellation).ConfigureAwait(false);
            }
        }

        if (left.Count > 0 || LacksConfig)
            throw new DockerOpsException(FailureKind.Corrupt, $"The archive that '{engine.Host}' made lacks layers of its own image: {string.Join(", ", left)}. Nothing was loaded.");
    }

    public override ValueTask DisposeAsync() => ValueTask.CompletedTask;

    // Engines from 25 on: blobs/sha256/HEX; podman: HEX.tar; engines before 25: an id of the first format.
    private string? DiffIdOf(string name)
    {
        if (name.EndsWith(OldLayer, StringComparison.Ordinal))
            return oldNames.GetValueOrDefault(name[..^OldLayer.Length]) is { } chain ? chains[chain] : null;
        var hex = name.StartsWith(Blobs, StringComparison.Ordinal) ? name[Blobs.Length..] : name.EndsWith(".tar", StringComparison.Ordinal) ? name[..^4] : "";
        return diffIds.Contains("sha256:" + hex) ? "sha256:" + hex : null;
    }

    private bool Document(string name) =>
        name.EndsWith(OldDescription, StringComparison.Ordinal) || images.Any(image => name.Contains(LayerChain.Hex(image.Id), StringComparison.Ordinal));

    private async Task ReadDocumentAsync(TarInput tar, TarHeader member, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        await tar.CopyDataAsync(content, null, cancellation).ConfigureAwait(false);
        var bytes = content.ToArray();
        if (member.Name.EndsWith(OldDescription, StringComparison.Ordinal))
        {
            var name = member.Name[..^OldDescription.Length];
            oldNames[name] = V1LayerId.Find(name, bytes, chains.Keys);
        }
        else if (LayerChain.Digest(bytes) is var digest && images.Any(image => image.Id == digest))
        {
            Configs[digest] = bytes;
        }
    }
}
