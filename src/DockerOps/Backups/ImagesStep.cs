using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Backups;

/// <summary>The archive of all images.</summary>
internal sealed record ImagesStep(RestoredItem Item, EngineClient Engine, BackupFolder Folder, BackupFile File, IReadOnlyList<BackupImage> Images) : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => [On(Engine, Request)];

    /// <summary>Those of them that the host lacks.</summary>
    public required IReadOnlyList<BackupImage> Missing { get; init; }

    private EngineRequest Request => ImageRequests.Load(Folder.Show(File.Path));

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        await Folder.ReadAsync(
            File.Path,
            async stream =>
            {
                using var body = new PumpedContent(stream, File.Size, meter);
                await ImageImport.LoadAsync(Engine, Request, body, meter: null, cancellation).ConfigureAwait(false);
            },
            cancellation).ConfigureAwait(false);
        foreach (var image in Images)
        {
            var name = image.References is [var first, ..] ? first : image.Id;
            var found = await ImageList.InspectAsync(Engine, name, cancellation).ConfigureAwait(false);
            if (!(found.RootFS?.Layers ?? []).SequenceEqual(image.Layers))
                throw new DockerOpsException(FailureKind.Corrupt, $"'{name}' on '{Engine.Host}' has other layers than in the backup.", name);
        }
    }
}
