namespace DockerOps.Images;

/// <summary>What an image in an archive is known by: its names, and the digests on the way to it, outermost first.</summary>
internal sealed record ArchiveNames(IReadOnlyList<ImageReference> References, IReadOnlyList<string> Digests)
{
    /// <summary>The names of something one step further in.</summary>
    public ArchiveNames With(ImageReference? reference, string digest) =>
        new(reference is null ? References : [.. References, reference], [.. Digests, digest]);
}
