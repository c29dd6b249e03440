namespace DockerOps.Upgrade;

/// <summary>Compares what an engine held before with what it holds now.</summary>
internal static class InventoryComparison
{
    private const string There = "there";
    private const string Gone = "gone";

    /// <summary>Compares. What is new is no difference; what is gone is a loss.</summary>
    public static IReadOnlyList<InventoryDifference> Between(EngineInventory before, EngineInventory after) =>
    [
        .. Engine(before, after),
        .. before.Images.SelectMany(image => Image(image.Key, image.Value, after)),
        .. before.Containers.SelectMany(container => Compare(container, after)),
        .. before.Volumes.Except(after.Volumes).Select(name => new InventoryDifference("volume", name, There, Gone, IsLoss: !GoesWithContainers(name, before))),
        .. before.Networks.Where(network => !after.Networks.ContainsKey(network.Key))
            .Select(network => new InventoryDifference("network", network.Value, There, Gone, IsLoss: true)),
    ];

    private static IEnumerable<InventoryDifference> Engine(EngineInventory before, EngineInventory after)
    {
        if (before.DataRoot != after.DataRoot) yield return new("engine", "data root", before.DataRoot, after.DataRoot, IsLoss: true);
        var (was, @is) = (Store(before), Store(after));
        if (was != @is) yield return new("engine", "storage driver", was, @is, IsLoss: true);
    }

    private static string Store(EngineInventory inventory) => inventory.StorageDriver + (inventory.ContainerdStore ? " (containerd)" : "");

    private static IEnumerable<InventoryDifference> Image(string id, IReadOnlyList<string> names, EngineInventory after)
    {
        var name = names.Count > 0 ? names[0] : id;
        if (!after.Images.TryGetValue(id, out var now))
        {
            yield return new("image", name, There, Gone, IsLoss: true);
            yield break;
        }

        foreach (var lost in names.Except(now)) yield return new("image", lost, id, Gone, IsLoss: true);
    }

    // A volume without a name, which then is 64 hexadecimal digits, is removed with a container that the engine removes.
    private static bool GoesWithContainers(string volume, EngineInventory before)
    {
        var users = before.Containers.Where(container => container.Volumes.Contains(volume)).ToList();
        return users.Count > 0 && users.TrueForAll(user => user.EndsWhenStopped) && volume.Length == 64 && volume.All(char.IsAsciiHexDigitLower);
    }

    private static IEnumerable<InventoryDifference> Compare(InventoryContainer before, EngineInventory after)
    {
        var now = after.Containers.FirstOrDefault(container => container.Id == before.Id);
        // Of these two it is the engine's own doing: it removes the one and makes another in place of the other.
        var expected = before.EndsWhenStopped;
        if (now is null)
        {
            yield return new("container", before.Name, $"{before.State}", Gone, IsLoss: !expected);
            yield break;
        }

        if (now.State == before.State || (before.State == ContainerState.Restarting && now.IsUp)) yield break;

        // A job may have come to its end meanwhile, and one that fails over and over is between two starts.
        var ended = before.State == ContainerState.Running && now is { State: ContainerState.Exited, ExitCode: 0 } && before.RestartPolicy is "no" or "on-failure";
        var loss = before.IsUp && !ended && !expected && before.State != ContainerState.Restarting;
        yield return new("container", before.Name, $"{before.State}", $"{now.State}{(now.ExitCode is { } code ? $" ({code})" : "")}", loss);
    }
}
