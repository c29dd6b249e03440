using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images;

/// <summary>Reads the images of an engine.</summary>
public static class ImageList
{
    private const string IdKind = "sha256:";
    private const int ShortestId = 4;
    private const int Attempts = 3;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>All images, once per tag, newest first (the engine's order).</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="labels">Only those with these labels: <c>key</c> or <c>key=value</c>.</param>
    /// <param name="dangling">Only those without (true) or with (false) a tag.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static async Task<IReadOnlyList<Image>> ReadAsync(
        EngineClient engine, IReadOnlyCollection<string> labels, bool? dangling, CancellationToken cancellation)
    {
        var images = await ListAsync(engine, ImageRequests.List(labels, dangling), cancellation).ConfigureAwait(false);
        return images.SelectMany(image => PerName(
            engine.Host, image.Id, image.RepoTags, image.RepoDigests, EngineClock.At(image.Created), image.Size, image.Labels)).ToList();
    }

    /// <summary>One image, under the name it was asked for.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: the engine has no such image.</exception>
    public static async Task<Image> FindAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        var detail = await InspectAsync(engine, name, cancellation).ConfigureAwait(false);
        var created = DateTimeOffset.TryParse(detail.Created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at : default;
        var all = PerName(engine.Host, detail.Id, detail.RepoTags, detail.RepoDigests, created, detail.Size, detail.Config?.Labels).ToList();
        return all.Find(image => Matches(image, name, text => text == name)) ?? all[0];
    }

    /// <summary>Whether a name means this image: its name, its repository, its id or the beginning of it.</summary>
    /// <param name="image">The image.</param>
    /// <param name="name">What the user typed.</param>
    /// <param name="like">Compares a name with it, by the shell's wildcards.</param>
    public static bool Matches(Image image, string name, Func<string, bool> like) =>
        IsMeant(image.Name, name, like) || IsMeant(image.Id, name, like) || image.Digests.Any(like);

    /// <summary>Whether what a user typed means an image that is told by its name with a tag, or by its id.</summary>
    /// <param name="there">That name or id.</param>
    /// <param name="typed">A name, a repository, an id or the beginning of one.</param>
    /// <param name="like">Compares a name with it, by the shell's wildcards.</param>
    public static bool IsMeant(string there, string typed, Func<string, bool> like) =>
        like(there) || (there.StartsWith(IdKind, StringComparison.Ordinal) ? Begins(there, typed) : like(there[..Math.Max(0, there.LastIndexOf(':'))]));

    private static bool Begins(string id, string typed)
    {
        var digits = typed.StartsWith(IdKind, StringComparison.Ordinal) ? typed[IdKind.Length..] : typed;
        return digits.Length >= ShortestId && id.AsSpan(IdKind.Length).StartsWith(digits, StringComparison.Ordinal);
    }

    /// <summary>
    /// A list of images as the engine gives it. One with a containerd store fails as a whole when an image is removed meanwhile (“content
    /// digest … not found”, status 404): it is asked again.
    /// </summary>
    internal static Task<List<WireImage>> ListAsync(EngineClient engine, EngineRequest request, CancellationToken cancellation) =>
        ListAsync(engine, request, WireJson.Default.ListWireImage, cancellation);

    /// <summary>The same, with other parts of each record.</summary>
    internal static async Task<List<T>> ListAsync<T>(
        EngineClient engine, EngineRequest request, JsonTypeInfo<List<T>> type, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await engine.ReadAsync(request, type, cancellation).ConfigureAwait(false);
            }
            catch (DockerOpsException e) when (attempt < Attempts && e.InnerException is not JsonException && (e.Kind is FailureKind.NotFound or FailureKind.EngineError))
            {
                await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            }
        }
    }

    internal static async Task<WireImageDetail> InspectAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        try
        {
            return await engine.ReadAsync(ImageRequests.Inspect(name), WireJson.Default.WireImageDetail, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"'{engine.Host}' has no image '{name}'. See Get-DockerImage.", name, e);
        }
    }

    /// <summary>The same, or null where there is no such image.</summary>
    internal static async Task<WireImageDetail?> TryInspectAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        try
        {
            return await InspectAsync(engine, name, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return null;
        }
    }

    private static IEnumerable<Image> PerName(
        DockerHost host, string id, List<string>? tags, List<string>? digests, DateTimeOffset created, long size, Dictionary<string, string>? labels)
    {
        // Engines before 1.43 write <none>:<none> where there is no tag.
        var references = tags?.Where(tag => !tag.StartsWith("<none>", StringComparison.Ordinal) && HasTag(tag))
            .Select(ImageReference.Familiar).ToList() ?? [];
        var image = new Image
        {
            DockerHost = host,
            Name = id,
            Id = id,
            Created = created,
            Size = size,
            Labels = labels ?? [],
            References = references,
            Digests = digests?.Where(digest => !digest.StartsWith("<none>", StringComparison.Ordinal) && !digest.Any(char.IsControl)).ToList() ?? [],
        };
        if (references.Count == 0) yield return image;
        foreach (var reference in references)
        {
            var colon = reference.LastIndexOf(':');
            yield return image with { Name = reference, Repository = reference[..colon], Tag = reference[(colon + 1)..] };
        }
    }

    // What an engine tells may be anything.
    private static bool HasTag(string name) => name.LastIndexOf(':') is > 0 and var colon && colon > name.LastIndexOf('/') && !name.Any(char.IsControl);
}
