namespace DockerOps.Backups;

/// <summary>Puts volumes together whose containers have to be held at once, so that each container is held once and no longer than needed.</summary>
internal static class VolumeStages
{
    /// <summary>Makes a stage of each group of volumes that containers tie together.</summary>
    public static IReadOnlyList<BackupStage> Of(IReadOnlyList<BackupItem> volumes, IReadOnlyList<ContainerDefinition> containers, BackupOptions options)
    {
        var left = volumes.ToList();
        var stages = new List<BackupStage>();
        while (left.Count > 0)
        {
            var names = new HashSet<string> { left[0].Name };
            List<ContainerDefinition> users = [];
            // A container brings its other volumes, and they their containers.
            for (var before = 0; before < names.Count;)
            {
                before = names.Count;
                users = [.. containers.Where(container => container.Volumes.Any(names.Contains))];
                names.UnionWith(users.Where(user => Hold(user, options) is not null).SelectMany(user => user.Volumes));
            }

            var items = left.Where(item => names.Contains(item.Name)).ToList();
            left.RemoveAll(items.Contains);
            stages.Add(new BackupStage([.. users.Select(user => Hold(user, options)).OfType<ContainerHold>()], items));
        }

        return stages;
    }

    // One that is removed at its end, or that a swarm would replace, is never stopped; one that the engine is about to start
    // again cannot be paused.
    private static ContainerHold? Hold(ContainerDefinition container, BackupOptions options)
    {
        if (options.Hold == BackupHold.None || container.State is not ("running" or "restarting")) return null;
        var stop = container.State == "restarting" || (options.Hold == BackupHold.Stop && !container.EndsWhenStopped);
        return new(container.Name, container.Id, stop, options.StopTimeout);
    }
}
