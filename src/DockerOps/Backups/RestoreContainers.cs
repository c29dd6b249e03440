namespace DockerOps.Backups;

/// <summary>Adds the containers to a restore: each after those it needs, and all are there before the first is started.</summary>
internal sealed class RestoreContainers(RestoreHost host, Backup backup, RestoreOptions options, RestoreSteps steps)
{
    private readonly List<(ContainerDefinition Container, ContainerRebuild Rebuild)> ordered = [];

    /// <summary>Adds them.</summary>
    /// <exception cref="DockerOpsException">NotFound: a container needs an image or a volume that will not be there.</exception>
    public void Add(IReadOnlyList<ContainerDefinition> containers)
    {
        var names = containers.ToDictionary(container => container.Id, container => container.Name);
        var wanted = containers.Where(container => options.Container(container.Name)).ToDictionary(
            container => container.Name, container => (container, new ContainerRebuild(container, names, ImageOf(container))));
        foreach (var name in wanted.Keys.Order(StringComparer.Ordinal)) Order(name, wanted, []);

        var starts = new List<RestoreStep>();
        foreach (var (container, rebuild) in ordered)
        {
            var item = new RestoredItem(BackupPart.Containers, container.Name);
            foreach (var volume in container.Volumes.Where(volume => !steps.Volumes.Contains(volume)))
                throw new DockerOpsException(
                    FailureKind.NotFound, $"The container '{container.Name}' needs the volume '{volume}', which is neither on '{host.Session.Host}' nor restored. The engine would make an empty one.", volume);

            var old = host.State.Containers.FirstOrDefault(one => one.Name == container.Name);
            var differences = old is null ? [] : rebuild.DifferencesFrom(RebuildOf(old));
            var isSame = old is not null && differences.Count == 0;
            if (isSame) steps.Skip(item);
            else if (old is not null && !options.Force) steps.Conflict(item, $"another {string.Join(", ", differences.Take(3))}");
            else if (old is { EndsWhenStopped: true, State: "running" or "restarting" or "paused" })
                throw new DockerOpsException(FailureKind.Conflict, $"The container '{old.Name}' on '{host.Session.Host}' stands in the way and {RestoreSteps.WhyNotStopped(old)}.", old.Name);
            else steps.Add(new ContainerStep(item, host.Engine, rebuild, old) { Needs = NeedsOf(container, rebuild) });

            var requests = isSame && old!.State == container.State ? [] : rebuild.Starts.ToList();
            if (requests.Count > 0 && !options.NoStart) starts.Add(new RequestsStep(item, host.Engine, requests) { Needs = [item, .. NeedsOf(container, rebuild)] });
            if (container.State is "exited") steps.Warn($"The container '{container.Name}' had ended; it is made again, and shown as created.");
        }

        foreach (var start in starts) steps.Add(start);
    }

    private IReadOnlyList<RestoredItem> NeedsOf(ContainerDefinition container, ContainerRebuild rebuild) =>
    [
        .. steps.Bringing(container.ImageId),
        .. container.Volumes.Select(volume => new RestoredItem(BackupPart.Volumes, volume)),
        .. rebuild.Needs.Select(other => new RestoredItem(BackupPart.Containers, other)),
    ];

    private ContainerRebuild RebuildOf(ContainerDefinition old) =>
        new(old, host.State.Containers.ToDictionary(container => container.Id, container => container.Name), ImageName(old, host.State.Images));

    private void Order(string name, Dictionary<string, (ContainerDefinition Container, ContainerRebuild Rebuild)> wanted, HashSet<string> waiting)
    {
        // One that is not restored is there, or the engine will say that it is missing. Of a circle, any may be first.
        if (!wanted.TryGetValue(name, out var one) || ordered.Contains(one) || !waiting.Add(name)) return;
        foreach (var need in one.Rebuild.Needs) Order(need, wanted, waiting);
        ordered.Add(one);
    }

    private string ImageOf(ContainerDefinition container)
    {
        var name = ImageName(container, backup.Images);
        var willBeThere = (steps.HasImages && backup.Images.Any(image => image.Id == container.ImageId))
            || host.State.Images.Any(image => image.Id == name || image.References.Contains(name));
        return willBeThere || !options.Container(container.Name) ? name : throw new DockerOpsException(
            FailureKind.NotFound, $"The container '{container.Name}' needs the image '{name}', which is neither on '{host.Session.Host}' nor restored.", name);
    }

    // As it was named when the container was made, where that name still means it.
    private static string ImageName(ContainerDefinition container, IReadOnlyList<BackupImage> images)
    {
        var given = container.Json["Config"]?["Image"]?.GetValue<string>() ?? "";
        if (images.FirstOrDefault(image => image.Id == container.ImageId) is not { } image) return given.Length > 0 ? given : container.ImageId;
        var tagged = given.Contains(':', StringComparison.Ordinal) ? given : given + ":latest";
        return image.References.Contains(given) ? given : image.References.Contains(tagged) ? tagged : image.References is [var first, ..] ? first : image.Id;
    }
}
