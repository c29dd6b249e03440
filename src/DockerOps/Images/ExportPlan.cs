using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Hosts;
using DockerOps.Images.Transfer;

namespace DockerOps.Images;

/// <summary>What an export will do: made by looking at the source, shown by -WhatIf, then run.</summary>
public sealed class ExportPlan
{
    private ExportPlan(EngineClient engine, IReadOnlyList<SourceImage> images, DeltaBase? since)
    {
        (Engine, Images, IsDelta) = (engine, images, since is not null);
        Wanted = images.SelectMany(image => image.DiffIds.Skip(since is null ? 0 : PresentLayers.CountOf(since.Chains, image.ChainIds))).Distinct().ToList();
        Needs = images.SelectMany(image => image.DiffIds).Except(Wanted).ToList();
    }

    /// <summary>The host that has the images.</summary>
    public DockerHost Host => Engine.Host;

    /// <summary>How the layers will be read first; where that fails, the engine's archive is taken.</summary>
    public TransferWay Way => Root is not null ? TransferWay.LayerStore : IsDelta ? TransferWay.FilteredArchive : TransferWay.WholeArchive;

    /// <summary>Whether the archive may leave layers out.</summary>
    internal bool IsDelta { get; }

    internal EngineClient Engine { get; }

    internal IReadOnlyList<SourceImage> Images { get; }

    /// <summary>The diff ids of the layers that go into the archive.</summary>
    internal IReadOnlyList<string> Wanted { get; }

    /// <summary>Those of the layers it leaves out.</summary>
    internal IReadOnlyList<string> Needs { get; }

    /// <summary>The shell that reads the layer store; null where the engine's archive is taken.</summary>
    internal HostShell? Root { get; private init; }

    /// <summary>The engine's data root, where <see cref="Root"/> is given.</summary>
    internal string DataRoot { get; private init; } = "";

    /// <summary>Why the layer store is not read.</summary>
    internal string WhyNotStore { get; private init; } = "";

    /// <summary>The call that makes the engine's own archive.</summary>
    internal EngineRequest Save => ImageRequests.Save(Images.Select(image => image.Name));

    /// <summary>Bytes of all images, by the engine's count.</summary>
    internal long Size => Images.DistinctBy(image => image.Id).Select(image => image.Size).Total();

    /// <summary>Looks at the source. Nothing is changed.</summary>
    /// <param name="source">The host that has the images.</param>
    /// <param name="names">References or ids. Layers they share are saved once.</param>
    /// <param name="since">What the archive's destination has, and the archive may leave out; null for a whole archive.</param>
    /// <param name="cancellation">Ends the looking.</param>
    /// <exception cref="DockerOpsException">NotFound, Unreachable. Unsupported: layers shall be left out, and the source's engine has a
    /// containerd image store, whose layers are packed in its own way.</exception>
    public static async Task<ExportPlan> MakeAsync(CopyEnd source, IReadOnlyList<string> names, DeltaBase? since, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(source);
        var (engine, shell) = await source.OpenAsync(cancellation).ConfigureAwait(false);
        var images = new List<SourceImage>();
        foreach (var name in names) images.Add(await SourceImage.LookAsync(engine, name, cancellation).ConfigureAwait(false));
        if (since is null && shell is null) return new(engine, images, since) { WhyNotStore = LayerStoreSource.NoShell };
        if (since is null && images.Exists(image => !image.HasDigests)) return new(engine, images, since) { WhyNotStore = "it describes an image without layers" };

        var side = await EngineSide.OpenAsync(source, cancellation).ConfigureAwait(false);
        if (since is not null && !side.KeepsIds)
            throw new DockerOpsException(FailureKind.Unsupported, $"'{side.Host}' has a containerd image store, whose layers are packed in its own way. Export without -Since.", side.Host);
        foreach (var image in images) image.CheckDigests(side.Host);
        var (root, why) = await LayerStoreSource.FindAsync(side, cancellation).ConfigureAwait(false);
        return new(engine, images, since) { Root = root, DataRoot = side.Info.DataRoot ?? "", WhyNotStore = why };
    }

    /// <summary>What will be done, step by step.</summary>
    /// <param name="path">The archive, an absolute path.</param>
    public IReadOnlyList<string> Steps(string path) =>
    [
        $"{From()} > {PartialFile.PartialOf(path)}",
        $"rename {PartialFile.PartialOf(path)} to {path}",
    ];

    private string From()
    {
        if (Way == TransferWay.WholeArchive) return $"{Save} on {Host}";
        var layers = $"{Wanted.Count} of {Wanted.Count + Needs.Count} layers of {string.Join(", ", Images)}";
        return Way == TransferWay.LayerStore ? $"{layers} from the layer store of {Host}" : $"{layers} out of {Save} on {Host}";
    }
}
