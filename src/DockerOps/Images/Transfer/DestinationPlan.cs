using DockerOps.Engine;

namespace DockerOps.Images.Transfer;

/// <summary>What one destination needs: made by looking, before anything is sent.</summary>
internal sealed record DestinationPlan(CopyEnd End, EngineSide Side, IReadOnlyList<PlannedImage> Images, IReadOnlyList<string> Staged)
{
    /// <summary>The layers to send, in the order they build on each other.</summary>
    public IReadOnlyList<string> Carried { get; } = Images.SelectMany(image => image.Missing).Distinct().ToList();

    /// <summary>The images that are not there yet.</summary>
    public IEnumerable<PlannedImage> ToLoad => Images.Where(image => !image.IsThere);

    /// <summary>About how many bytes will be sent: the engine tells the size of an image, not of its layers.</summary>
    public long ExpectedBytes => ToLoad.Sum(item => item.Image.Size * (item.Image.DiffIds.Count - item.Present) / item.Image.DiffIds.Count);

    /// <summary>Looks at a destination.</summary>
    /// <exception cref="DockerOpsException">Unreachable and its kin.</exception>
    public static async Task<DestinationPlan> MakeAsync(CopyEnd end, IReadOnlyList<SourceImage> images, CancellationToken cancellation)
    {
        var side = await EngineSide.OpenAsync(end, cancellation).ConfigureAwait(false);
        var planned = new List<PlannedImage>();
        foreach (var image in images) planned.Add(await LookAsync(side.Engine, image, cancellation).ConfigureAwait(false));
        if (planned.TrueForAll(image => image.IsThere)) return new(end, side, planned, []);

        var present = await PresentLayers.ReadAsync(side.Engine, cancellation).ConfigureAwait(false);
        return new(
            end, side,
            planned.ConvertAll(item => side.WhyEverything is null ? item with { Present = PresentLayers.CountOf(present.Chains, item.Image.ChainIds) } : item),
            StagedImages.Among(present.Images, images));
    }

    /// <summary>Whether it may get its layers in several loads: a containerd store makes another image of each.</summary>
    public bool MayStage => Side.KeepsIds;

    /// <summary>The layers that some of several destinations need, in the order they build on each other.</summary>
    public static IReadOnlyList<string> Order(IReadOnlyList<DestinationPlan> plans)
    {
        var needed = plans.SelectMany(plan => plan.Carried).ToHashSet(StringComparer.Ordinal);
        return plans.SelectMany(plan => plan.Images).SelectMany(item => item.Image.DiffIds).Where(needed.Contains).Distinct().ToList();
    }

    /// <summary>Before which layers destinations keep what they have got: whenever so many bytes have come together.</summary>
    public static IReadOnlySet<string> Stages(IEnumerable<string> layers, IReadOnlyDictionary<string, long> sizes, long stageBytes)
    {
        var stages = new HashSet<string>(StringComparer.Ordinal);
        var collected = 0L;
        foreach (var layer in layers)
        {
            if (collected >= stageBytes)
            {
                stages.Add(layer);
                collected = 0;
            }

            collected += sizes.GetValueOrDefault(layer);
        }

        return stages;
    }

    /// <summary>How many layers each load will bring.</summary>
    /// <param name="layers">The layers in the order they are read, also those of other destinations.</param>
    /// <param name="stages">Before which of them it keeps what it has got.</param>
    public IReadOnlyList<int> Loads(IEnumerable<string> layers, IReadOnlySet<string> stages)
    {
        var (arrivals, loads, count) = (new Arrivals(this), new List<int>(), 0);
        foreach (var layer in layers)
        {
            if (MayStage && stages.Contains(layer) && count > 0 && arrivals.TakeReady(_ => true).Count > 0)
            {
                loads.Add(count);
                count = 0;
            }

            if (!Carried.Contains(layer)) continue;
            arrivals.Add(layer);
            count++;
        }

        if (arrivals.TakeRest().Count > 0) loads.Add(count);
        return loads;
    }

    /// <summary>The same, with every layer sent.</summary>
    public DestinationPlan WithEverything() => new(End, Side, Images.Select(image => image with { Present = 0 }).ToList(), Staged);

    /// <summary>The calls that will be made.</summary>
    /// <param name="sources">Where the bytes of each load come from, to be shown.</param>
    public IEnumerable<object> Steps(IReadOnlyList<string> sources)
    {
        foreach (var source in sources) yield return ImageRequests.Load(source, quiet: true);
        foreach (var image in Images)
        {
            if (image is { IsThere: true, HasName: false }) yield return ImageRequests.Tag(image.Image.Id, image.Image.Reference!);
            else if (image.IsThere) yield return $"{Side.Host} has {image.Image.Name} already";
        }

        foreach (var id in Staged) yield return StagedImages.Remove(id);
        if (sources.Count > 1) yield return $"remove from {Side.Host} the images without a name that keep the layers of earlier loads until then";
    }

    private static async Task<PlannedImage> LookAsync(EngineClient engine, SourceImage image, CancellationToken cancellation)
    {
        var same = await ImageList.TryInspectAsync(engine, image.Id, cancellation).ConfigureAwait(false);
        var isThere = same is not null && (same.RootFS?.Layers ?? []).SequenceEqual(image.DiffIds);
        if (image.Reference is not { } reference) return new(image, isThere, HasName: true, 0, null);
        var hasName = isThere && same!.RepoTags?.Any(tag => ImageReference.TryParse(tag, out var name) && name.Equals(reference)) == true;
        var previous = hasName ? same : await ImageList.TryInspectAsync(engine, reference.ToString(), cancellation).ConfigureAwait(false);
        return new(image, isThere, hasName || (isThere && previous?.Id == same!.Id), 0, previous?.Id);
    }
}
