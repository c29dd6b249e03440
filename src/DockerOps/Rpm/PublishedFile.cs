namespace DockerOps.Rpm;

/// <summary>A file of a repository as it will be on a host.</summary>
/// <param name="Path">Where, relative to the repository's folder, with <c>/</c>.</param>
/// <param name="Source">The file here; null when <paramref name="Text"/> is its content.</param>
/// <param name="Text">The content, where it is made for the host.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Sha256">Its SHA-256, in lower-case hexadecimal.</param>
internal sealed record PublishedFile(string Path, string? Source, byte[]? Text, long Size, string Sha256);
