namespace DockerOps.Backups;

/// <summary>The files that configure the engine, into their places.</summary>
internal sealed record ConfigurationStep(RestoredItem Item, HostTar Tar, BackupFolder Folder, BackupFile File, bool KeepIdentity) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => [$"{Tar.Shell.Show(Words)} on {Tar.Shell.Host} < {Folder.Show(File.Path)}"];

    // dockerd(8): the key by which engines before 23 know themselves; two hosts must not have the same.
    private IReadOnlyList<string> Words => KeepIdentity ? Tar.Unpack("/") : [.. Tar.Unpack("/"), "--exclude=etc/docker/key.json"];

    public override Task RunAsync(TransferMeter meter, CancellationToken cancellation) => Folder.ReadAsync(
        File.Path,
        async stream =>
        {
            await using var hashed = new HashedReading(stream, meter);
            await Tar.UnpackAsync(Words, hashed, cancellation).ConfigureAwait(false);
            BackupProof.Compare(Folder, File, hashed);
        },
        cancellation);
}
