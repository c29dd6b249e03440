using System.Buffers;
using System.Buffers.Text;
using System.IO.Compression;
using System.Text.Json;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Reads tar-split.json.gz, by which an engine makes a layer's tar again byte by byte from its unpacked files
/// (vbatts/tar-split, tar/storage: one JSON record a line; type 1 is a file, type 2 a segment of the tar in base64).
/// </summary>
internal static class TarSplit
{
    private const int FileType = 1;
    private const int SegmentType = 2;

    // A record holds the headers of one member, or the filling behind the last: real ones stay below a hundred kilobytes.
    private const int LongestRecord = 16 * 1024 * 1024;

    /// <summary>The pieces in the order of the tar. Each may be looked at until the next is asked for: a layer has tens of thousands.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: it is not what an engine writes.</exception>
    public static IEnumerable<TarSplitEntry> Read(byte[] packed)
    {
        using var unpacked = new GZipStream(new MemoryStream(packed), CompressionMode.Decompress);
        var (buffer, room) = (new byte[64 * 1024], new byte[4 * 1024]);
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf((byte)'\n');
            if (length >= 0)
            {
                if (length > 0) yield return Parse(buffer.AsSpan(start, length), ref room);
                start += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length) buffer = Longer(buffer);
            var count = Fill(unpacked, buffer.AsSpan(end));
            end += count;
            if (count > 0) continue;
            if (end > 0) yield return Parse(buffer.AsSpan(0, end), ref room);
            yield break;
        }
    }

    private static byte[] Longer(byte[] buffer)
    {
        if (buffer.Length >= LongestRecord) throw Corrupt("a record is longer than any real one");
        Array.Resize(ref buffer, buffer.Length * 2);
        return buffer;
    }

    private static int Fill(GZipStream stream, Span<byte> buffer)
    {
        try
        {
            return stream.Read(buffer);
        }
        catch (InvalidDataException e)
        {
            throw Corrupt(e.Message);
        }
    }

    private static TarSplitEntry Parse(ReadOnlySpan<byte> line, ref byte[] room)
    {
        try
        {
            return ParseRecord(line, ref room);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            throw Corrupt(e.Message);
        }
    }

    private static TarSplitEntry ParseRecord(ReadOnlySpan<byte> line, ref byte[] room)
    {
        var reader = new Utf8JsonReader(line);
        var (type, size) = (0, 0L);
        ReadOnlyMemory<byte> payload = default, name = default;
        byte[]? rawName = null;
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (Is(ref reader, "type"u8)) type = reader.GetInt32();
            else if (Is(ref reader, "size"u8)) size = reader.GetInt64();
            else if (Is(ref reader, "payload"u8)) payload = Decode(ref reader, ref room);
            else if (Is(ref reader, "name"u8)) name = Text(ref reader);
            else if (Is(ref reader, "name_raw"u8)) rawName = reader.TokenType == JsonTokenType.Null ? null : reader.GetBytesFromBase64();
            else
            {
                reader.Read();
                reader.Skip();
            }
        }

        return type switch
        {
            SegmentType => new(false, payload.Length, payload),
            FileType when size >= 0 => new(true, size, rawName is { Length: > 0 } ? rawName : name),
            _ => throw Corrupt("a record is of an unknown type"),
        };
    }

    private static ReadOnlyMemory<byte> Decode(ref Utf8JsonReader reader, ref byte[] room)
    {
        if (reader.TokenType == JsonTokenType.Null) return default;

        // Engines write no escapes.
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped) return reader.GetBytesFromBase64();
        var most = Base64.GetMaxDecodedFromUtf8Length(reader.ValueSpan.Length);
        if (most > room.Length) room = new byte[most];
        return Base64.DecodeFromUtf8(reader.ValueSpan, room, out _, out var length) == OperationStatus.Done
            ? room.AsMemory(0, length)
            : throw new FormatException("a segment is not in base64");
    }

    // Bytes of its own: the record of a file has a payload too, a checksum of its content.
    private static ReadOnlyMemory<byte> Text(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) return default;
        var text = new byte[reader.ValueSpan.Length];
        return text.AsMemory(0, reader.CopyString(text));
    }

    // Stands on the value afterwards when the name is the one asked for.
    private static bool Is(ref Utf8JsonReader reader, ReadOnlySpan<byte> name) => reader.ValueTextEquals(name) && reader.Read();

    private static DockerOpsException Corrupt(string why) => new(FailureKind.Corrupt, $"A layer's tar-split cannot be read: {why}.");
}
