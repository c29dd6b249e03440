using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using DockerOps.Images;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>Finds what of a host goes into a backup, file by file, and what does not.</summary>
/// <param name="session">The host.</param>
/// <param name="all">What its engine has.</param>
/// <param name="tar">Its tar, or null.</param>
/// <param name="whyNoTar">Why there is none.</param>
/// <param name="options">What is wanted.</param>
internal sealed class BackupContents(HostSession session, EngineState all, HostTar? tar, string whyNoTar, BackupOptions options)
{
    private readonly EngineState engine = all.Only(options);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };
    private readonly List<BackupStage> stages = [];
    private readonly List<BackupVolume> volumes = [];
    private readonly List<BackupOmission> omitted = [];

    public IReadOnlyList<BackupStage> Stages => stages;

    public IReadOnlyList<BackupVolume> Volumes => volumes;

    public IReadOnlyList<BackupOmission> Omitted => omitted;

    public IReadOnlyList<BackupPackage> Packages { get; private set; } = [];

    /// <summary>The containers that can be made again.</summary>
    public IEnumerable<ContainerDefinition> Containers => engine.Containers.Where(container => !container.IsSwarmTask && container.State is not ("dead" or "removing"));

    public IReadOnlyList<BackupImage> Images => Has(BackupPart.Images) ? engine.Images : [];

    public IEnumerable<string> Networks => Has(BackupPart.Networks) ? engine.Networks.Select(NetworkDefinition.NameOf) : [];

    public bool Has(BackupPart part) => options.Include.Contains(part);

    /// <summary>Finds everything. The small things come first, so that what is wrong with them shows early.</summary>
    public async Task CollectAsync(CancellationToken cancellation)
    {
        if (Has(BackupPart.Configuration)) await ConfigurationAsync(cancellation).ConfigureAwait(false);
        if (Has(BackupPart.Networks)) AddText(BackupPart.Networks, "networks", "networks.json", new JsonArray([.. engine.Networks.Select(network => network.DeepClone())]));
        if (Has(BackupPart.Containers)) AddContainers();
        if (Has(BackupPart.Engine)) await ProgramsAsync(cancellation).ConfigureAwait(false);
        if (Has(BackupPart.Images)) AddImages();
        if (Has(BackupPart.Volumes)) await VolumesAsync(cancellation).ConfigureAwait(false);
        if (engine.IsSwarm) omitted.Add(new(BackupPart.Containers, "swarm", "services, secrets and configurations of the swarm are kept by its managers, and are not in the backup"));
    }

    private void AddImages()
    {
        // Layers they share are saved once.
        var names = engine.Images.SelectMany(image => image.References.Count > 0 ? image.References : [image.Id]).ToList();
        if (names.Count > 0) Add(BackupPart.Images, "images", "images.tar", new BackupSource.Answer(session.Engine, ImageRequests.Save(names)), engine.Images.Select(image => image.Size).Total());
    }

    private void AddContainers()
    {
        foreach (var container in Containers) AddText(BackupPart.Containers, container.Name, $"containers/{container.Name}.json", container.Json);
        foreach (var container in engine.Containers.Except(Containers))
            omitted.Add(new(BackupPart.Containers, container.Name, container.IsSwarmTask ? "a task of a swarm's service, which the swarm makes again" : $"its state is '{container.State}'"));
        foreach (var container in Containers)
        {
            foreach (var folder in container.HostFolders) omitted.Add(new(BackupPart.Volumes, folder, BackupWarnings.HostFolder(container.Name)));
            if (container.OwnSize > 0)
                omitted.Add(new(BackupPart.Containers, container.Name, BackupWarnings.OwnFiles(container.OwnSize)));
        }
    }

    private async Task VolumesAsync(CancellationToken cancellation)
    {
        var ready = new List<BackupItem>();
        var sizes = await SizesAsync(cancellation).ConfigureAwait(false);
        foreach (var volume in engine.Volumes)
        {
            var (source, packer, why) = SourceOf(volume);
            volumes.Add(new BackupVolume { Name = volume.Name, Driver = volume.Driver, Options = volume.Options, Labels = volume.Labels, Packer = packer });
            if (why is not null) omitted.Add(new(BackupPart.Volumes, volume.Name, why));
            if (source is not null) ready.Add(new BackupItem(BackupPart.Volumes, volume.Name, $"volumes/{FileName(volume.Name)}.tar", source, sizes.GetValueOrDefault(volume.Name)));
        }

        stages.AddRange(VolumeStages.Of(ready, all.Containers, options));
    }

    // A local volume with options is a mount (moby, volume/local): it is in its place only while a container uses it.
    private (BackupSource? Source, BackupPacker? Packer, string? Why) SourceOf(Volume volume)
    {
        var isPlain = volume is { Driver: "local", Options.Count: 0, Mountpoint: not null };
        if (isPlain && tar is not null) return (new BackupSource.Command(tar.Shell, tar.Pack(volume.Mountpoint!)), BackupPacker.Tar, null);
        if (volume.Driver == "local" && !isPlain)
        {
            var from = volume.Options.GetValueOrDefault("device", volume.Options.GetValueOrDefault("type", "elsewhere"));
            return (null, null, $"the volume is a mount of '{from}'; its definition is in the backup, its content is not");
        }

        if (all.Images is not [var image, ..])
            return (null, null, $"{(tar is null ? whyNoTar : $"its driver is '{volume.Driver}'")}, and there is no image to make a container of that reads it");
        return (
            new BackupSource.Mounted(new VolumeMount(session.Engine, image.References is [var reference, ..] ? reference : image.Id, volume.Name, IsReadOnly: true)),
            BackupPacker.Engine,
            tar is null ? $"read by the engine, for {whyNoTar}: extended attributes and holes are not kept" : null);
    }

    // du(1) counts blocks, which is what a tar of a file with holes takes too.
    private async Task<Dictionary<string, long>> SizesAsync(CancellationToken cancellation)
    {
        var plain = engine.Volumes.Where(volume => volume is { Driver: "local", Options.Count: 0, Mountpoint: not null }).ToList();
        if (tar is null || plain.Count == 0) return [];
        var text = await tar.Shell.RunAsync(["du", "-s", "-k", "-x", "--", .. plain.Select(volume => volume.Mountpoint!)], cancellation).ConfigureAwait(false);
        var sizes = text.Lines.Select(line => line.Split('\t', 2)).Where(fields => fields.Length == 2 && long.TryParse(fields[0], CultureInfo.InvariantCulture, out _))
            .DistinctBy(fields => fields[1]).ToDictionary(fields => fields[1], fields => long.Parse(fields[0], CultureInfo.InvariantCulture) * 1024);
        return plain.DistinctBy(volume => volume.Name).ToDictionary(volume => volume.Name, volume => sizes.GetValueOrDefault(volume.Mountpoint!));
    }

    private async Task ConfigurationAsync(CancellationToken cancellation)
    {
        if (tar is null)
        {
            omitted.Add(new(BackupPart.Configuration, "configuration", whyNoTar));
            return;
        }

        var files = await EngineFiles.ConfigurationAsync(tar, cancellation).ConfigureAwait(false);
        if (files.Count > 0) Add(BackupPart.Configuration, "configuration", "configuration.tar", new BackupSource.Command(tar.Shell, tar.PackFiles(files)), null);
        Packages = await EngineFiles.PackagesAsync(tar, await EngineFiles.ProgramsAsync(tar, cancellation).ConfigureAwait(false), cancellation).ConfigureAwait(false);
    }

    private async Task ProgramsAsync(CancellationToken cancellation)
    {
        var files = tar is null ? [] : await EngineFiles.ProgramsAsync(tar, cancellation).ConfigureAwait(false);
        if (files.Count > 0) Add(BackupPart.Engine, "engine", "engine.tar", new BackupSource.Command(tar!.Shell, tar.PackFiles(files)), null);
        else omitted.Add(new(BackupPart.Engine, "engine", tar is null ? whyNoTar : "no program of an engine is found on the host"));
    }

    private void AddText(BackupPart part, string name, string path, JsonNode json)
    {
        var bytes = Encoding.UTF8.GetBytes(json.ToJsonString(Indented));
        Add(part, name, path, new BackupSource.Text(part == BackupPart.Networks ? "networks" : $"definition of {name}", bytes), bytes.Length);
    }

    private void Add(BackupPart part, string name, string path, BackupSource source, long? size) => stages.Add(new BackupStage([], [new BackupItem(part, name, path, source, size)]));

    // Two names that differ in case only are one file on some systems; a plugin's volume may have any name.
    private string FileName(string volume)
    {
        var name = string.Concat(volume.Select(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' ? c : '_'));
        return volumes.Count(other => other.Name != volume && string.Equals(other.Name, volume, StringComparison.OrdinalIgnoreCase)) is > 0 and var twins ? $"{name}~{twins}" : name;
    }
}
