namespace DockerOps.Rpm;

/// <summary>A package as a repository's metadata lists it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its epoch, version and release.</param>
/// <param name="Architecture">Its architecture.</param>
/// <param name="Path">Where it is, relative to the repository's folder.</param>
/// <param name="Checksum">Its checksum, in lower-case hexadecimal.</param>
/// <param name="Algorithm">What made the checksum: <c>sha256</c>.</param>
/// <param name="Size">Its size in bytes.</param>
internal sealed record ListedPackage(
    string Name, RpmVersion Version, string Architecture, string Path, string Checksum, string Algorithm, long Size)
{
    /// <summary>Name, epoch unless it is 0, version, release and architecture.</summary>
    public string Nevra => $"{Name}-{Version}.{Architecture}";
}
