using DockerOps.Engine.Wire;

namespace DockerOps.Images.Transfer;

/// <summary>Compares what has arrived with what was to be copied; a copy that differs is taken away again.</summary>
internal static class CopyCheck
{
    /// <summary>Checks one image.</summary>
    /// <param name="side">The destination.</param>
    /// <param name="item">What it needed.</param>
    /// <param name="loaded">The names and ids the engine said it loaded.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>Its id there.</returns>
    /// <exception cref="DockerOpsException">Corrupt: it differs, and was removed.</exception>
    public static async Task<string> RunAsync(EngineSide side, PlannedImage item, IReadOnlyList<string> loaded, CancellationToken cancellation)
    {
        var (name, found) = await FindAsync(side, item, loaded, cancellation).ConfigureAwait(false);
        var difference = found is null ? "is not there although the engine loaded it"
            : !(found.RootFS?.Layers ?? []).SequenceEqual(item.Image.DiffIds) ? "has other layers than at its source"
            : side.KeepsIds && item.Image.KeepsId && found.Id != item.Image.Id ? "has another id than at its source"
            : !side.KeepsIds && !await IsWholeAsync(side, found.Id, cancellation).ConfigureAwait(false) ? "is not whole: its base came as packed layers, which the image store does not share"
            : null;
        if (difference is null) return found!.Id;
        if (found is not null) await TakeBackAsync(side, item, name, cancellation).ConfigureAwait(false);
        throw new DockerOpsException(FailureKind.Corrupt, $"'{item.Image.Name}' on '{side.Host}' {difference}; it was removed there.", item.Image.Name);
    }

    /// <summary>Removes what a failed copy has left under an image's name, and gives the name back to the image that bore it.</summary>
    public static async Task TakeBackAsync(EngineSide side, PlannedImage item, string name, CancellationToken cancellation)
    {
        await side.Engine.RunAsync(ImageRequests.Remove(name, force: true, keepParents: false), cancellation).ConfigureAwait(false);
        if (item is { PreviousId: { } previous, Image.Reference: { } reference } && await ImageList.TryInspectAsync(side.Engine, previous, cancellation).ConfigureAwait(false) is not null)
            await side.Engine.RunAsync(ImageRequests.Tag(previous, reference), cancellation).ConfigureAwait(false);
    }

    /// <summary>Removes what a load that failed has left in a containerd store: it lists an image before its layers are there.</summary>
    public static async Task TakeBrokenAsync(DestinationPlan plan, CancellationToken cancellation)
    {
        if (plan.Side.KeepsIds) return;
        foreach (var item in plan.ToLoad.Where(item => item.Image.Reference is not null))
        {
            var name = item.Image.Reference!.ToString();
            try
            {
                var left = await ImageList.TryInspectAsync(plan.Side.Engine, name, cancellation).ConfigureAwait(false);
                if (left is not null && left.Id != item.PreviousId) await TakeBackAsync(plan.Side, item, name, cancellation).ConfigureAwait(false);
            }
            catch (DockerOpsException)
            {
                // The failure that led here is the one to be told.
            }
        }
    }

    private static async Task<(string Name, WireImageDetail? Image)> FindAsync(
        EngineSide side, PlannedImage item, IReadOnlyList<string> loaded, CancellationToken cancellation)
    {
        IEnumerable<string> names = item.Image.Reference is { } reference ? [reference.ToString()] : loaded.Where(LayerChain.IsDigest).Prepend(item.Image.Id);
        (string Name, WireImageDetail? Image) found = (item.Image.Name, null);
        foreach (var name in names)
        {
            var image = await ImageList.TryInspectAsync(side.Engine, name, cancellation).ConfigureAwait(false);
            if (image is null) continue;
            found = (name, image);
            if ((image.RootFS?.Layers ?? []).SequenceEqual(item.Image.DiffIds)) break;
        }

        return found;
    }

    // A containerd store lists an image before it is whole, and an engine's client may say that all went well.
    private static async Task<bool> IsWholeAsync(EngineSide side, string id, CancellationToken cancellation)
    {
        if (side.WhyEverything is not null) return true;
        var images = await ImageList.ListAsync(side.Engine, ImageRequests.ListManifests(), WireJson.Default.ListWireImageContent, cancellation).ConfigureAwait(false);
        return images.Where(image => image.Id == id).Any(image => image.Manifests?.Exists(manifest => manifest.Available) == true);
    }
}
