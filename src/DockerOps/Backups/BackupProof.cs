using DockerOps.Files;

namespace DockerOps.Backups;

/// <summary>Reads a file of a backup from end to end and holds it against the manifest.</summary>
internal static class BackupProof
{
    private const int BufferSize = 256 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="file">The file.</param>
    /// <param name="member">Sees each member of a tar; null only checks them.</param>
    /// <param name="meter">Counts bytes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">NotFound: it is missing. Corrupt: it is not as it was written, or leads out of its folder.</exception>
    public static Task RunAsync(
        BackupFolder folder, BackupFile file, Func<TarInput, TarHeader, Task>? member, TransferMeter meter, CancellationToken cancellation) =>
        folder.ReadAsync(
            file.Path,
            async stream =>
            {
                await using var hashed = new HashedReading(stream, meter);
                DockerOpsException? damage = null;
                try
                {
                    if (HoldsFiles(file)) await TarAsync(hashed, folder, file, member, cancellation).ConfigureAwait(false);
                }
                catch (DockerOpsException e) when (e.Kind == FailureKind.Corrupt)
                {
                    damage = e;
                }

                var rest = new byte[BufferSize];
                while (await hashed.ReadAsync(rest, cancellation).ConfigureAwait(false) > 0)
                {
                }

                Compare(folder, file, hashed);
                if (damage is not null) throw damage;
            },
            cancellation);

    /// <summary>Throws unless what was read is the file of the manifest.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>.</exception>
    public static void Compare(BackupFolder folder, BackupFile file, HashedReading read)
    {
        if (read.Count != file.Size)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{folder.Show(file.Path)}' has {read.Count:N0} bytes; when it was written it had {file.Size:N0}.", file.Path);
        if (read.Finish() != file.Sha256)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{folder.Show(file.Path)}' was changed after it was written: its SHA-256 is another one.", file.Path);
    }

    // The engine checks what an image's archive holds; these are unpacked by tar.
    private static bool HoldsFiles(BackupFile file) => file.Part is BackupPart.Volumes or BackupPart.Configuration or BackupPart.Engine;

    private static async Task TarAsync(
        HashedReading hashed, BackupFolder folder, BackupFile file, Func<TarInput, TarHeader, Task>? member, CancellationToken cancellation)
    {
        // Not disposed: that would end the hashing.
        var buffered = new BufferedStream(hashed, BufferSize);
        var members = await BackupTar.ReadAsync(buffered, $"'{folder.Show(file.Path)}'", member, cancellation).ConfigureAwait(false);
        if (members != file.Members)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{folder.Show(file.Path)}' has {members:N0} members; when it was written it had {file.Members:N0}.", file.Path);
    }
}
