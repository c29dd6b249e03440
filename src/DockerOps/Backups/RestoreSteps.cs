using System.Text.Json.Nodes;
using DockerOps.Volumes;

namespace DockerOps.Backups;

/// <summary>Gathers the steps of a restore, part by part, and what stands in their way.</summary>
internal sealed class RestoreSteps(RestoreHost host, Backup backup, BackupFolder folder, RestoreOptions options)
{
    private readonly List<RestoreStep> steps = [];
    private readonly List<BackupFile> files = [];
    private readonly List<RestoredItem> skipped = [];
    private readonly List<string> conflicts = [];
    private readonly List<string> warnings = [];

    /// <summary>The volumes that will be there.</summary>
    public HashSet<string> Volumes { get; } = [.. host.State.Volumes.Select(volume => volume.Name)];

    /// <summary>Whether the images of the backup will be there.</summary>
    public bool HasImages { get; private set; }

    /// <summary>What brings an image of the backup to the host; nothing when it is there.</summary>
    public IEnumerable<RestoredItem> Bringing(string imageId) => steps.OfType<ImagesStep>().Where(step => step.Missing.Any(image => image.Id == imageId)).Select(step => step.Item);

    public void Add(RestoreStep step) => steps.Add(step);

    public void Skip(RestoredItem item) => skipped.Add(item);

    public void Conflict(RestoredItem item, string why) => conflicts.Add($"{item} ({why})");

    public void Warn(string text) => warnings.Add(text);

    /// <summary>The plan.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Conflict"/>: something stands in the way.</exception>
    public RestorePlan ToPlan()
    {
        if (conflicts.Count > 0)
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{host.Session.Host}' has already: {string.Join(", ", conflicts)}. Nothing was changed. Use -Force to replace them, or leave them out.", backup.Path);
        if (backup.Architecture != host.State.Architecture)
            warnings.Add($"The backup is of {backup.Architecture}, and '{host.Session.Host}' is {host.State.Architecture}: its images will not run there.");
        return new RestorePlan(host, backup, folder, steps, files) { Skipped = skipped, Warnings = warnings };
    }

    public void Networks(IReadOnlyList<JsonObject> networks)
    {
        foreach (var network in networks.Where(network => options.Network(NetworkDefinition.NameOf(network))))
        {
            var item = new RestoredItem(BackupPart.Networks, NetworkDefinition.NameOf(network));
            var there = host.State.Networks.FirstOrDefault(one => NetworkDefinition.NameOf(one) == item.Name);
            if (there is null)
            {
                Add(new RequestsStep(item, host.Engine, [NetworkDefinition.Create(network)]));
                continue;
            }

            Skip(item);
            // Replacing it would cut off the containers in it.
            if (NetworkDefinition.Body(there) != NetworkDefinition.Body(network)) Warn($"The network '{item.Name}' is there with another definition, and stays as it is.");
        }
    }

    /// <summary>The archive holds all images, so it is loaded as a whole, or not at all.</summary>
    public void Images()
    {
        if (backup.Files.FirstOrDefault(file => file.Part == BackupPart.Images) is not { } file) return;
        HasImages = true;
        var missing = backup.Images.Where(image => !IsThere(image)).ToList();
        foreach (var image in backup.Images.Except(missing)) Skip(Item(image));
        if (missing.Count == 0) return;
        foreach (var image in missing)
        {
            if (options.Force) continue;
            foreach (var reference in image.References.Where(reference => host.State.Images.Any(there => there.References.Contains(reference) && !there.Layers.SequenceEqual(image.Layers))))
                Conflict(new(BackupPart.Images, reference), "other layers");
        }

        files.Add(file);
        Add(new ImagesStep(new(BackupPart.Images, string.Join(", ", missing.Select(image => Item(image).Name))), host.Engine, folder, file, backup.Images) { Missing = missing });
    }

    public async Task VolumesAsync(CancellationToken cancellation)
    {
        foreach (var volume in backup.Volumes.Where(volume => options.Volume(volume.Name)))
        {
            var item = new RestoredItem(BackupPart.Volumes, volume.Name);
            var file = volume.Packer is null ? null : backup.Files.FirstOrDefault(one => one.Part == BackupPart.Volumes && one.Name == volume.Name);
            if (file is not null) host.CheckPacker(volume);
            var there = host.State.Volumes.FirstOrDefault(one => one.Name == volume.Name);
            Volumes.Add(volume.Name);
            if (there is null)
            {
                var place = $"{host.State.DataRoot}/volumes/{volume.Name}/_data";
                var create = VolumeRequests.Create(volume.Name, volume.Driver, volume.Options, volume.Labels);
                Add(new NewVolumeStep(item, host.Engine, create, file is null ? null : host.Content(volume.Name, volume, place), folder, file));
                if (file is not null) files.Add(file);
                else Warn($"The content of the volume '{volume.Name}' is not in the backup; only its definition is.");
            }
            else if (file is null || await IsSameAsync(volume, file, cancellation).ConfigureAwait(false)) Skip(item);
            else Replace(item, volume, there, file);
        }
    }

    public async Task ConfigurationAsync(CancellationToken cancellation)
    {
        if (backup.Files.FirstOrDefault(file => file.Part == BackupPart.Configuration) is not { } file) return;
        var item = new RestoredItem(BackupPart.Configuration, file.Name);
        var tar = host.Tar ?? throw new DockerOpsException(FailureKind.Unsupported, $"The configuration cannot be put back on '{host.Session.Host}': {host.WhyNoTar}.", host.Session.Host);
        if (await IsConfiguredSoAsync(tar, file, cancellation).ConfigureAwait(false))
        {
            Skip(item);
            return;
        }

        if (!options.Force) Conflict(item, "other files");
        files.Add(file);
        Add(new ConfigurationStep(item, tar, folder, file, KeepIdentity: host.State.HostName == backup.HostName));
        Warn($"The configuration takes effect when the engine is started again: Restart-DockerEngine, under systemd after 'systemctl daemon-reload'.");
    }

    private void Replace(RestoredItem item, BackupVolume volume, Volume there, BackupFile file)
    {
        if (!options.Force)
        {
            Conflict(item, "other content");
            return;
        }

        if (volume.Packer != BackupPacker.Tar || host.Tar is null || there is not { Driver: "local", Options.Count: 0, Mountpoint: { } place })
            throw new DockerOpsException(FailureKind.Unsupported, $"The volume '{item.Name}' cannot be swapped by way of the engine. Remove it first: Remove-DockerVolume.", item.Name);
        var users = host.State.Containers.Where(container => container.Volumes.Contains(item.Name)).ToList();
        // A container goes on with the folder it was started with, so a pause would not do.
        if (users.FirstOrDefault(user => user.State == "paused") is { } paused)
            throw new DockerOpsException(FailureKind.Conflict, $"The container '{paused.Name}' is paused and uses the volume '{item.Name}'. Stop it, or let it go on.", item.Name);
        if (users.FirstOrDefault(user => user.EndsWhenStopped && user.State is "running" or "restarting") is { } ending)
            throw new DockerOpsException(FailureKind.Conflict, $"The container '{ending.Name}' uses the volume '{item.Name}' and {WhyNotStopped(ending)}.", item.Name);
        var holds = users.Where(user => user.State is "running" or "restarting")
            .Select(user => new ContainerHold(user.Name, user.Id, IsStop: true)).ToList();
        var content = host.Content(item.Name, volume, place + SwapVolumeStep.New);
        files.Add(file);
        Add(new SwapVolumeStep(item, host.Engine, host.Tar.Shell, place, content, folder, file, holds));
    }

    /// <summary>Why a container that ends when it is stopped is left to its owner.</summary>
    public static string WhyNotStopped(ContainerDefinition container) => container.IsSwarmTask
        ? "is of a service of a swarm, which would put another in its place at once. Scale the service down first"
        : "is removed when it stops (--rm). Stop it yourself first";

    // Both are read whole: nothing else tells that two folders are the same.
    private async Task<bool> IsSameAsync(BackupVolume volume, BackupFile file, CancellationToken cancellation)
    {
        var content = await host.ContentAsync(volume.Name, volume, cancellation).ConfigureAwait(false);
        var ours = new TarFingerprint();
        await BackupProof.RunAsync(folder, file, ours.AddAsync, new TransferMeter(), cancellation).ConfigureAwait(false);
        return (await content.FingerprintAsync(cancellation).ConfigureAwait(false)).Value == ours.Value;
    }

    private async Task<bool> IsConfiguredSoAsync(HostTar tar, BackupFile file, CancellationToken cancellation)
    {
        var isSame = false;
        await folder.ReadAsync(file.Path, async stream => isSame = await tar.HasAsync(stream, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
        return isSame;
    }

    private bool IsThere(BackupImage image) => image.References.Count > 0
        ? image.References.All(reference => host.State.Images.Any(there => there.References.Contains(reference) && there.Layers.SequenceEqual(image.Layers)))
        : host.State.Images.Any(there => there.Layers.SequenceEqual(image.Layers));

    private static RestoredItem Item(BackupImage image) => new(BackupPart.Images, image.References is [var first, ..] ? first : image.Id);
}
