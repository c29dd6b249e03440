using System.Buffers;
using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Layers that have arrived while a copy is not finished are held by an image without a name: the lowest layers of the image that is
/// copied. Its label tells whose it is, so that it is found and removed at the end, or by the next copy after a crash.
/// </summary>
internal static class StagedImages
{
    /// <summary>The label; its value is the id of the image that is copied.</summary>
    public const string Label = "org.dockerops.staged";

    // Another copy to the same host may be at work with a younger one.
    private static readonly TimeSpan Abandoned = TimeSpan.FromHours(6);

    /// <summary>The configuration of an image that holds the lowest layers of another.</summary>
    /// <param name="image">That image.</param>
    /// <param name="diffIds">The layers.</param>
    public static byte[] Config(SourceImage image, IReadOnlyList<string> diffIds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in image.Platform) writer.WriteString(name, value);
            writer.WriteString("created", DateTimeOffset.UtcNow);
            writer.WriteStartObject("config");
            writer.WriteStartObject("Labels");
            writer.WriteString(Label, image.Id);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteStartObject("rootfs");
            writer.WriteString("type", "layers");
            writer.WriteStartArray("diff_ids");
            foreach (var diffId in diffIds) writer.WriteStringValue(diffId);
            writer.WriteEndArray();
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Which of an engine's images a copy may remove: those staged for the images it copies, and those nobody came back for.</summary>
    public static IReadOnlyList<string> Among(IEnumerable<WireImage> all, IReadOnlyList<SourceImage> images) => all
        .Where(image => image.Labels?.GetValueOrDefault(Label) is { } id
            && (images.Any(ours => ours.Id == id) || EngineClock.At(image.Created) < DateTimeOffset.UtcNow - Abandoned))
        .Select(image => image.Id).Distinct().ToList();

    /// <summary>The call that removes one.</summary>
    public static EngineRequest Remove(string id) => ImageRequests.Remove(id, force: true, keepParents: false);

    /// <summary>Removes what a copy has staged. Layers that an image uses meanwhile stay.</summary>
    public static async Task RemoveAsync(EngineClient engine, IReadOnlyList<SourceImage> images, CancellationToken cancellation)
    {
        var all = await ImageList.ListAsync(engine, ImageRequests.List([Label], dangling: null), cancellation).ConfigureAwait(false);
        foreach (var id in Among(all, images))
        {
            try
            {
                await engine.RunAsync(Remove(id), cancellation).ConfigureAwait(false);
            }
            catch (DockerOpsException e) when (e.Kind is FailureKind.NotFound or FailureKind.Conflict)
            {
                // Somebody else removed it, or it has become the parent of something: then it is no longer ours.
            }
        }
    }
}
