using DockerOps.Engine;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>A volume that is not there: made, and filled.</summary>
internal sealed record NewVolumeStep(RestoredItem Item, EngineClient Engine, EngineRequest Create, VolumeContent? Content, BackupFolder Folder, BackupFile? File)
    : RestoreStep(Item)
{
    public override IEnumerable<string> Lines => File is null || Content is null ? [On(Engine, Create)] : [On(Engine, Create), Content.ShowUnpack(Folder.Show(File.Path))];

    public override async Task RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        // An engine that is asked for a volume which appeared meanwhile would give that one.
        await VolumeChanges.CheckFreeAsync(Engine, Item.Name, cancellation).ConfigureAwait(false);
        var whole = false;
        try
        {
            await VolumeChanges.CreateAsync(Engine, Create, cancellation).ConfigureAwait(false);
            if (File is not null && Content is not null) await Content.UnpackAsync(Folder, File, meter, cancellation).ConfigureAwait(false);
            whole = true;
        }
        finally
        {
            if (!whole) await Engine.RunAsync(VolumeRequests.Remove(Item.Name, force: true), CancellationToken.None).ConfigureAwait(false);
        }
    }
}
