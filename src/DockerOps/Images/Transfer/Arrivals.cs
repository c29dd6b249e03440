namespace DockerOps.Images.Transfer;

/// <summary>What a destination has got of the images it lacks, and what of that its engine can keep.</summary>
internal sealed class Arrivals(DestinationPlan plan)
{
    private readonly HashSet<string> layers = new(StringComparer.Ordinal);
    private readonly HashSet<string> fresh = new(StringComparer.Ordinal);
    private readonly HashSet<string> loaded = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> staged = new(StringComparer.Ordinal);

    /// <summary>The diff ids of the layers that were sent whole.</summary>
    public IReadOnlySet<string> Layers => layers;

    /// <summary>Whether layers were loaded before the end.</summary>
    public bool HasStaged => staged.Count > 0;

    /// <summary>Counts a layer that was sent whole.</summary>
    public void Add(string diffId)
    {
        layers.Add(diffId);
        fresh.Add(diffId);
    }

    /// <summary>
    /// What can be loaded now: images that are whole, and the lowest layers of others, where they are more than is kept already. Nothing
    /// as long as a layer has come that an image has above one that has not: an engine would forget it, and it does not come again.
    /// </summary>
    /// <param name="isKnown">Whether the configuration of an image is there, without which only its layers can be loaded.</param>
    public IReadOnlyList<(PlannedImage Item, int Layers)> TakeReady(Func<SourceImage, bool> isKnown)
    {
        var open = plan.ToLoad.Where(item => !loaded.Contains(item.Image.Id))
            .Select(item => (Item: item, Count: item.Present + item.Image.DiffIds.Skip(item.Present).TakeWhile(layers.Contains).Count())).ToList();
        if (open.Exists(image => image.Item.Image.DiffIds.Skip(image.Count).Any(fresh.Contains))) return [];
        var ready = new List<(PlannedImage, int)>();
        foreach (var (item, count) in open)
        {
            var isWhole = count == item.Image.DiffIds.Count && isKnown(item.Image);
            if (!isWhole && count <= Math.Max(item.Present, staged.GetValueOrDefault(item.Image.Id))) continue;
            if (isWhole) loaded.Add(item.Image.Id);
            else staged[item.Image.Id] = count;
            ready.Add((item, count));
        }

        if (ready.Count > 0) fresh.Clear();
        return ready;
    }

    /// <summary>What is to be loaded at the end: every image that is not loaded yet.</summary>
    public IReadOnlyList<PlannedImage> TakeRest()
    {
        var rest = plan.ToLoad.Where(item => !loaded.Contains(item.Image.Id)).ToList();
        foreach (var item in rest) loaded.Add(item.Image.Id);
        return rest;
    }
}
