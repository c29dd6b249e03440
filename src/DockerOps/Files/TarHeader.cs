using System.Buffers.Binary;
using System.Text;

namespace DockerOps.Files;

/// <summary>One header block of a tar (POSIX ustar, pax, GNU and old v7 forms).</summary>
internal sealed record TarHeader(string Name, char Type, long Size, string LinkTarget)
{
    public const int BlockSize = 512;

    private static readonly long LatestTime = DateTimeOffset.MaxValue.ToUnixTimeSeconds();

    /// <summary>The permission bits, set-id and sticky among them.</summary>
    public int Mode { get; init; }

    /// <summary>When it was changed last, UTC.</summary>
    public DateTimeOffset Modified { get; init; }

    /// <summary>The number of the user it belongs to.</summary>
    public long Owner { get; init; }

    /// <summary>The number of the group it belongs to.</summary>
    public long Group { get; init; }

    /// <summary>Of a device, its numbers.</summary>
    public (long Major, long Minor) Device { get; init; }

    /// <summary>The pax records that came before it.</summary>
    public IReadOnlyDictionary<string, string> Records { get; init; } = new Dictionary<string, string>();

    /// <summary>Reads a block; null when it is no tar header: wrong checksum or no number where one must stand.</summary>
    public static TarHeader? Parse(ReadOnlySpan<byte> block)
    {
        if (Number(block[148..156]) is not { } sum || !SumIs(block, sum)) return null;
        if (Number(block[124..136]) is not { } size) return null;
        var name = Text(block[..100]);
        // Only POSIX ("ustar", NUL) has a prefix there; GNU ("ustar", space) keeps times in the same place.
        if (block[257..263].SequenceEqual("ustar\0"u8) && Text(block[345..500]) is { Length: > 0 } prefix) name = $"{prefix}/{name}";
        var type = block[156] == 0 ? '0' : (char)block[156];
        // v7 knew folders by the slash only.
        if (type == '0' && name.EndsWith('/')) type = '5';
        // As in Go's archive/tar: links, devices, folders and fifos carry no data, whatever the size field says.
        return new TarHeader(name, type, type is >= '1' and <= '6' ? 0 : size, Text(block[157..257]))
        {
            Mode = (int)((Number(block[100..108]) ?? 0) & 0xFFF),
            Owner = Number(block[108..116]) ?? 0,
            Group = Number(block[116..124]) ?? 0,
            Device = type is '3' or '4' ? (Number(block[329..337]) ?? 0, Number(block[337..345]) ?? 0) : default,
            Modified = DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(Number(block[136..148]) ?? 0, 0, LatestTime)),
        };
    }

    /// <summary>Reads pax records, <c>LENGTH KEY=VALUE\n</c>; null when they are malformed.</summary>
    public static Dictionary<string, string>? ParsePax(ReadOnlySpan<byte> data)
    {
        var records = new Dictionary<string, string>(StringComparer.Ordinal);
        while (data.Length > 0)
        {
            var space = data.IndexOf((byte)' ');
            if (space is < 1 or > 9 || !int.TryParse(Encoding.ASCII.GetString(data[..space]), out var length)
                || length <= space + 1 || length > data.Length || data[length - 1] != '\n') return null;
            var record = data[(space + 1)..(length - 1)];
            var equals = record.IndexOf((byte)'=');
            if (equals < 1) return null;
            records[Encoding.UTF8.GetString(record[..equals])] = Encoding.UTF8.GetString(record[(equals + 1)..]);
            data = data[length..];
        }

        return records;
    }

    /// <summary>Text up to the first NUL.</summary>
    public static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    // Octal digits, or (GNU, top bit set) a big-endian number; never negative here.
    private static long? Number(ReadOnlySpan<byte> field)
    {
        if (field[0] == 0x80 && field.Length == 12 && field[1..4].IndexOfAnyExcept((byte)0) < 0)
            return BinaryPrimitives.ReadInt64BigEndian(field[4..]) is >= 0 and var big ? big : null;
        if (field[0] == 0x80 && field.Length == 8) return BinaryPrimitives.ReadInt64BigEndian(field) & 0x00FF_FFFF_FFFF_FFFF;
        var digits = Encoding.ASCII.GetString(field).Trim(' ', '\0');
        if (digits.Length == 0) return 0;
        long value = 0;
        foreach (var digit in digits)
        {
            if (digit is < '0' or > '7') return null;
            value = (value * 8) + (digit - '0');
        }

        return value;
    }

    // The sum of all bytes with the checksum's own field read as spaces; some old writers summed signed bytes.
    private static bool SumIs(ReadOnlySpan<byte> block, long expected)
    {
        long unsigned = 0, signed = 0;
        for (var i = 0; i < BlockSize; i++)
        {
            var value = i is >= 148 and < 156 ? (byte)' ' : block[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        return expected == unsigned || expected == signed;
    }
}
