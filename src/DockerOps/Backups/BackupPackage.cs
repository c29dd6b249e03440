namespace DockerOps;

/// <summary>A package that a program of the engine belongs to.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, as its package manager writes it: of an RPM <c>epoch:version-release</c>.</param>
/// <param name="Architecture">Its architecture, as its package manager writes it.</param>
public sealed record BackupPackage(string Name, string Version, string Architecture)
{
    /// <summary>Name, version and architecture.</summary>
    public override string ToString() => $"{Name} {Version} {Architecture}";
}
