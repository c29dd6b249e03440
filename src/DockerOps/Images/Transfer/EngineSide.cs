using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>One end of a copy, open, and what its engine is.</summary>
internal sealed record EngineSide(EngineClient Engine, HostShell? Shell, EngineInfo Info, VersionInfo Version)
{
    // GET /images/json?manifests=1 (moby, docs/api/version-history.md, v1.48): the only way to see whether an image is whole.
    private static readonly ApiVersion TellsWholeness = new(1, 48);

    public DockerHost Host => Engine.Host;

    /// <summary>Why this engine must get every layer; null when it takes an archive that leaves out what it has.</summary>
    public string? WhyEverything => Info.UsesContainerdStore && !Version.Spoken.IsAtLeast(TellsWholeness)
        ? $"the containerd image store of engine {Version.Engine} does not tell whether an image is whole"
        : null;

    /// <summary>Whether an image keeps its id on this engine: with a containerd store it is the digest of a manifest.</summary>
    public bool KeepsIds => !Info.UsesContainerdStore;

    public static async Task<EngineSide> OpenAsync(CopyEnd end, CancellationToken cancellation)
    {
        var (engine, shell) = await end.OpenAsync(cancellation).ConfigureAwait(false);
        var version = await engine.VersionAsync(cancellation).ConfigureAwait(false);
        return new(engine, shell, await EngineInfo.ReadAsync(engine, cancellation).ConfigureAwait(false), version);
    }
}
