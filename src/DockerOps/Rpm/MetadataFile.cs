namespace DockerOps.Rpm;

/// <summary>A file that <c>repomd.xml</c> names.</summary>
/// <param name="Type">What it is: <c>primary</c>, <c>filelists</c>, <c>other</c>, <c>group</c>.</param>
/// <param name="Path">Where it is, relative to the repository's folder.</param>
/// <param name="Checksum">Its checksum, in lower-case hexadecimal.</param>
/// <param name="Algorithm">What made the checksum: <c>sha256</c>.</param>
/// <param name="Size">Its size in bytes; null when it is not given.</param>
internal sealed record MetadataFile(string Type, string Path, string Checksum, string Algorithm, long? Size);
