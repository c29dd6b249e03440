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
    public static EngineRequest Load(string source) => EngineRequest.Post("/images/load", ("quiet", "0")) with { Source = source };

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

    // The engine would leave out the digest and give the tag 'latest'.
    private static ImageReference Given(ImageReference reference) =>
        reference is { Digest: null, Repository.Length: > 0 }
            ? reference
            : throw new DockerOpsException(
                FailureKind.InvalidInput, $"'{reference}' is a digest or an id, which comes of the image's content. Give a name: repository[:tag].", reference);
}
