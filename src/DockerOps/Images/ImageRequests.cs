using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images;

/// <summary>The Engine API's calls about images (moby, <c>api/swagger.yaml</c>, tag Image). <c>-WhatIf</c> shows these very objects.</summary>
public static class ImageRequests
{
    /// <summary>Lists images.</summary>
    /// <param name="labels">Only those with these labels: <c>key</c> or <c>key=value</c>.</param>
    /// <param name="dangling">Only those without (true) or with (false) a tag.</param>
    public static EngineRequest List(IReadOnlyCollection<string> labels, bool? dangling)
    {
        var filters = new Dictionary<string, string[]>();
        if (labels.Count > 0) filters["label"] = [.. labels];
        if (dangling is { } only) filters["dangling"] = [only ? "true" : "false"];
        return EngineRequest.Get(
            "/images/json",
            ("filters", filters.Count == 0 ? null : JsonSerializer.Serialize(filters, WireJson.Default.DictionaryStringStringArray)));
    }

    /// <summary>Lists images, those that only others are built on too.</summary>
    public static EngineRequest ListAll() => EngineRequest.Get("/images/json", ("all", "1"));

    /// <summary>Lists images together with what a containerd store holds of each (API 1.48 and later).</summary>
    public static EngineRequest ListManifests() => EngineRequest.Get("/images/json", ("all", "1"), ("manifests", "1"));

    /// <summary>Asks for one image.</summary>
    public static EngineRequest Inspect(string name) => EngineRequest.Get($"/images/{EngineRequest.Segment(name)}/json");

    /// <summary>Gives an image another name.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the reference is a digest or an id, which cannot be given.</exception>
    public static EngineRequest Tag(string name, ImageReference reference) =>
        EngineRequest.Post($"/images/{EngineRequest.Segment(name)}/tag", ("repo", Given(reference).Repository), ("tag", reference.WithDefaultTag().Tag));

    /// <summary>Removes a name, and the image with its last one.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="force">Also when a stopped container uses it or an id has several names.</param>
    /// <param name="keepParents">Keep untagged parents.</param>
    public static EngineRequest Remove(string name, bool force, bool keepParents) =>
        EngineRequest.Delete($"/images/{EngineRequest.Segment(name)}", ("force", force ? "1" : null), ("noprune", keepParents ? "1" : null));

    /// <summary>Makes an archive of images.</summary>
    public static EngineRequest Save(IEnumerable<string> names) =>
        EngineRequest.Get("/images/get", [.. names.Select(name => ("names", (string?)name))]);

    /// <summary>Loads an archive.</summary>
    /// <param name="source">Where the bytes come from, to be shown.</param>
    /// <param name="quiet">Whether the engine may keep its progress to itself.</param>
    public static EngineRequest Load(string source, bool quiet = false) => EngineRequest.Post("/images/load", ("quiet", quiet ? "1" : "0")) with { Source = source };

    /// <summary>Lets the engine get an image from its registry.</summary>
    /// <param name="reference">The image.</param>
    /// <param name="platform">The platform to take of several: <c>linux/arm64</c>; null for the engine's own.</param>
    public static EngineRequest Pull(ImageReference reference, string? platform) => EngineRequest.Post(
        "/images/create",
        ("fromImage", reference.Repository),
        ("tag", reference.Digest ?? reference.WithDefaultTag().Tag),
        ("platform", platform));

    /// <summary>Lets the engine send an image to its registry.</summary>
    public static EngineRequest Push(ImageReference reference) =>
        EngineRequest.Post($"/images/{EngineRequest.Segment(reference.Repository)}/push", ("tag", reference.WithDefaultTag().Tag));

    /// <summary>Makes an image of a container.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the reference is a digest or an id, which cannot be given.</exception>
    public static EngineRequest Commit(string container, ImageReference? reference, string? author, string? message, bool pause) =>
        EngineRequest.Post(
            "/commit",
            ("container", container),
            ("repo", reference is null ? null : Given(reference).Repository),
            ("tag", reference?.WithDefaultTag().Tag),
            ("author", author),
            ("comment", message),
            ("pause", pause ? "1" : "0"));

    /// <summary>Builds an image. Containers of its steps are removed, those of a step that failed too.</summary>
    /// <param name="spec">What to build.</param>
    /// <param name="buildFile">The build file's name in what is sent.</param>
    /// <param name="source">Where the bytes come from, to be shown.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: a tag is a digest or an id, which cannot be given.</exception>
    public static EngineRequest Build(ImageBuildSpec spec, string buildFile, string source)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return EngineRequest.Post(
            "/build",
            [
                ("dockerfile", buildFile),
                .. spec.Tags.Select(tag => ("t", (string?)$"{Given(tag).Repository}:{tag.Tag ?? "latest"}")),
                ("buildargs", Table(spec.Arguments)),
                ("labels", Table(spec.Labels)),
                ("target", spec.Target),
                ("networkmode", spec.Network),
                ("nocache", spec.NoCache ? "1" : null),
                ("pull", spec.Pull ? "1" : null),
                ("rm", "1"),
                ("forcerm", "1"),
                ("version", spec.BuildKit ? "2" : null),
            ]) with { Source = source };
    }

    private static string? Table(IReadOnlyDictionary<string, string> values) => values.Count == 0
        ? null
        : JsonSerializer.Serialize(values.OrderBy(value => value.Key, StringComparer.Ordinal).ToDictionary(), WireJson.Default.DictionaryStringString);

    // The engine would leave out the digest and give the tag 'latest'.
    private static ImageReference Given(ImageReference reference) =>
        reference is { Digest: null, Repository.Length: > 0 }
            ? reference
            : throw new DockerOpsException(
                FailureKind.InvalidInput, $"'{reference}' is a digest or an id, which comes of the image's content. Give a name: repository[:tag].", reference);
}
