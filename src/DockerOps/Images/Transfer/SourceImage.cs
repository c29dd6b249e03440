using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images.Transfer;

/// <summary>An image that is to be copied, as its engine describes it.</summary>
/// <param name="Name">What was asked for.</param>
/// <param name="Id">Its id.</param>
/// <param name="Reference">The name it gets at its destination; null when it was asked for by id.</param>
/// <param name="DiffIds">Its layers, lowest first.</param>
/// <param name="Size">Bytes of all its layers, by the engine's count.</param>
internal sealed record SourceImage(string Name, string Id, ImageReference? Reference, IReadOnlyList<string> DiffIds, long Size)
{
    /// <summary>The chain id of each layer.</summary>
    public IReadOnlyList<string> ChainIds { get; } = LayerChain.Of(DiffIds);

    /// <summary>Whether its id is the digest of its configuration, which is the same on every engine without a containerd store.</summary>
    public bool KeepsId { get; init; }

    /// <summary>What machines it is for, by the names a configuration has for that.</summary>
    public IReadOnlyList<(string Name, string Value)> Platform { get; private init; } = [];

    /// <summary>Whether its engine describes it by digests, as everything but the engine's own archive needs.</summary>
    public bool HasDigests => DiffIds.Count > 0 && DiffIds.Append(Id).All(LayerChain.IsDigest);

    /// <summary>Asks for an image that is to be copied by its layers.</summary>
    /// <exception cref="DockerOpsException">NotFound; Corrupt: the engine describes it by something other than digests.</exception>
    public static async Task<SourceImage> FindAsync(EngineSide side, string name, CancellationToken cancellation)
    {
        var image = await LookAsync(side.Engine, name, cancellation).ConfigureAwait(false);
        image.CheckDigests(side.Host);
        return image with { KeepsId = side.KeepsIds };
    }

    /// <summary>Asks for an image, whatever its engine says of it.</summary>
    /// <exception cref="DockerOpsException">NotFound.</exception>
    public static async Task<SourceImage> LookAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        var detail = await ImageList.InspectAsync(engine, name, cancellation).ConfigureAwait(false);
        return new SourceImage(name, detail.Id, ReferenceOf(name, detail.RepoTags ?? []), detail.RootFS?.Layers ?? [], detail.Size)
        {
            Platform = [.. PlatformOf(detail).Where(field => !string.IsNullOrEmpty(field.Value)).Select(field => (field.Name, field.Value!))],
        };
    }

    /// <summary>Refuses an image that is not described by digests.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>.</exception>
    public void CheckDigests(DockerHost host)
    {
        if (!HasDigests) throw new DockerOpsException(FailureKind.Corrupt, $"'{host}' describes '{Name}' without layers that have digests.", Name);
    }

    private static (string Name, string? Value)[] PlatformOf(WireImageDetail detail) =>
        [("architecture", detail.Architecture), ("variant", detail.Variant), ("os", detail.Os), ("os.version", detail.OsVersion)];

    // Twelve to 63 digits are an id and a legal name: a name of the image decides.
    private static ImageReference? ReferenceOf(string name, List<string> tags) =>
        ImageReference.TryParse(name, out var asked) && asked.Digest is null
        && (!asked.IsId || tags.Contains(name + ":latest"))
            ? asked.WithDefaultTag()
            : null;

    /// <summary>What was asked for.</summary>
    public override string ToString() => Name;
}
