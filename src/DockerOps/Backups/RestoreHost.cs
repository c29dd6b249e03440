using DockerOps.Engine;
using DockerOps.Sessions;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>A host that something is restored on: what its engine has, and how its volumes are reached.</summary>
/// <param name="Session">The host.</param>
/// <param name="State">What its engine has.</param>
/// <param name="Tar">Its tar; null where there is none.</param>
/// <param name="WhyNoTar">Why.</param>
internal sealed record RestoreHost(HostSession Session, EngineState State, HostTar? Tar, string WhyNoTar)
{
    public EngineClient Engine => Session.Engine;

    /// <summary>Looks at it, changing nothing.</summary>
    public static async Task<RestoreHost> LookAsync(HostSession session, CancellationToken cancellation)
    {
        var state = await EngineState.ReadAsync(session.Engine, cancellation).ConfigureAwait(false);
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        var (tar, why) = await HostTar.FindAsync(session, facts, state.HostName, state.DataRoot, cancellation).ConfigureAwait(false);
        return new RestoreHost(session, state, tar, why);
    }

    /// <summary>The content of a volume that is there. Who packed it unpacks it.</summary>
    public async Task<VolumeContent> ContentAsync(string name, BackupVolume packed, CancellationToken cancellation)
    {
        var there = await VolumeList.FindAsync(Engine, name, cancellation).ConfigureAwait(false);
        return Content(name, packed, there.Mountpoint ?? "");
    }

    /// <summary>The content of a volume whose place is known.</summary>
    public VolumeContent Content(string name, BackupVolume packed, string mountpoint) => new(
        Engine, packed.Packer == BackupPacker.Tar ? Tar : null, name, mountpoint, State.Images is [var image, ..] ? image.References is [var tag, ..] ? tag : image.Id : null);

    /// <summary>Sees that this host can unpack what another has packed.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Unsupported"/>.</exception>
    public void CheckPacker(BackupVolume volume)
    {
        if (volume.Packer == BackupPacker.Tar && Tar is null)
            throw new DockerOpsException(
                FailureKind.Unsupported, $"The volume '{volume.Name}' was packed by GNU tar as root, which cannot be had on '{Session.Host}': {WhyNoTar}.", volume.Name);
    }
}
