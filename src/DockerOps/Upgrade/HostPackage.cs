namespace DockerOps.Upgrade;

/// <summary>A package that is installed on a host.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, with epoch (unless 0) and release.</param>
/// <param name="Architecture">Its architecture, as the package manager writes it.</param>
internal sealed record HostPackage(string Name, string Version, string Architecture);
