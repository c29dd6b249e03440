using DockerOps.Engine;

namespace DockerOps.Backups;

/// <summary>The content of one volume on a host, to be read or unpacked into.</summary>
internal sealed class VolumeContent
{
    private readonly EngineClient engine;
    private readonly HostTar? tar;
    private readonly string name;
    private readonly string folder;
    private readonly string? image;

    /// <param name="engine">The engine.</param>
    /// <param name="tar">The host's tar where the volume's files can be seen; null: by the engine.</param>
    /// <param name="name">The volume.</param>
    /// <param name="folder">Where its files are on the host.</param>
    /// <param name="image">An image to make a container of where there is no tar.</param>
    public VolumeContent(EngineClient engine, HostTar? tar, string name, string folder, string? image)
    {
        this.engine = engine;
        this.tar = tar;
        this.name = name;
        this.folder = folder;
        this.image = image;
    }

    /// <summary>What <see cref="UnpackAsync"/> will run.</summary>
    public string ShowUnpack(string source) => tar is not null
        ? $"{tar.Shell.Show(tar.Unpack(folder))} on {tar.Shell.Host} < {source}"
        : string.Join("; ", Mount(readOnly: false).Writing(source)) + $" on {engine.Host}";

    /// <summary>Reads everything in it.</summary>
    public async Task<TarFingerprint> FingerprintAsync(CancellationToken cancellation)
    {
        var found = new TarFingerprint();
        BackupSource source = tar is not null ? new BackupSource.Command(tar.Shell, tar.Pack(folder)) : new BackupSource.Mounted(Mount(readOnly: true));
        await source.ReadAsync(
            async stream =>
            {
                await using var buffered = new BufferedStream(new HashedReading(stream, new TransferMeter()), 256 * 1024);
                await BackupTar.ReadAsync(buffered, $"The tar of '{name}'", found.AddAsync, cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        return found;
    }

    /// <summary>Unpacks a file of a backup, which was read and found good before, and sees that it is still the same.</summary>
    /// <exception cref="DockerOpsException">NoSpace, CommandFailed, EngineError, Corrupt: the file was changed meanwhile.</exception>
    public Task UnpackAsync(BackupFolder from, BackupFile file, TransferMeter meter, CancellationToken cancellation) => from.ReadAsync(
        file.Path,
        async stream =>
        {
            await using var hashed = new HashedReading(stream, meter);
            if (tar is not null) await tar.UnpackAsync(tar.Unpack(folder), hashed, cancellation).ConfigureAwait(false);
            else await ByEngineAsync(hashed, from.Show(file.Path), file.Size, cancellation).ConfigureAwait(false);
            BackupProof.Compare(from, file, hashed);
        },
        cancellation);

    private Task<bool> ByEngineAsync(HashedReading source, string shown, long size, CancellationToken cancellation) => Mount(readOnly: false).UseAsync(
        async id =>
        {
            using var body = new PumpedContent(source, size, new TransferMeter());
            using var answer = await engine.SendAsync(VolumeMount.WriteTo(id, shown), body, cancellation).ConfigureAwait(false);
            return true;
        },
        cancellation);

    private VolumeMount Mount(bool readOnly) => new(
        engine,
        image ?? throw new DockerOpsException(
            FailureKind.Unsupported, $"'{engine.Host}' has neither a shell of root with GNU tar nor an image to make a container of that reaches the volume '{name}'.", name),
        name,
        readOnly);
}
