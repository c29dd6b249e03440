using System.Buffers;
using System.Text.Json;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Engines before 25 name a layer in an archive by an id of the first image format: the digest of its old description with
/// the layer's chain id in it (moby, image/v1/imagev1.go, CreateID). The description stands in the archive before the layer.
/// </summary>
internal static class V1LayerId
{
    /// <summary>The chain id that a layer's name was made of; null when it is none of the candidates.</summary>
    /// <param name="name">The name: 64 digits.</param>
    /// <param name="description">The member <c>json</c> beside the layer.</param>
    /// <param name="chainIds">The chain ids it may have.</param>
    public static string? Find(string name, ReadOnlyMemory<byte> description, IEnumerable<string> chainIds)
    {
        try
        {
            using var document = JsonDocument.Parse(description);
            var members = document.RootElement.EnumerateObject().ToDictionary(member => member.Name, member => member.Value.GetRawText());
            members.Remove("id");
            if (members.TryGetValue("parent", out var parent)) members["parent"] = parent.Insert(1, "sha256:");
            // Only the topmost description had its system from the start.
            var without = new Dictionary<string, string>(members);
            without.Remove("os");
            return chainIds.FirstOrDefault(chain => IdOf(members, chain) == name || IdOf(without, chain) == name);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }

    // Go's encoder sorts the keys of a map by their bytes and leaves the values as they are.
    private static string IdOf(Dictionary<string, string> members, string chainId)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in members.Append(new("layer_id", $"\"{chainId}\"")).OrderBy(member => member.Key, StringComparer.Ordinal))
            {
                writer.WritePropertyName(key);
                writer.WriteRawValue(value, skipInputValidation: true);
            }

            writer.WriteEndObject();
        }

        return LayerChain.Hex(LayerChain.Digest(buffer.WrittenSpan));
    }
}
