using System.Text;

namespace DockerOps.Tests.Hostile;

/// <summary>Texts made of a good one: cut, with bits changed, with lines lost, doubled and in another order, with numbers that are none.</summary>
internal static class Damage
{
    private static readonly byte[][] Inserted =
    [
        "\0"u8.ToArray(), [0xFF, 0xFE, 0xC3], "\u001b[2J"u8.ToArray(), "\r\n"u8.ToArray(), "99999999999999999999"u8.ToArray(), "-1"u8.ToArray(), "../../x"u8.ToArray(),
        "\""u8.ToArray(), "'"u8.ToArray(), "="u8.ToArray(), " "u8.ToArray(), "$"u8.ToArray(), new byte[3000],
    ];

    /// <summary>Damaged texts, the same ones each time.</summary>
    public static IEnumerable<byte[]> Of(byte[] good, int count, int seed)
    {
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var bytes = good;
            for (var changes = random.Next(1, 4); changes > 0; changes--) bytes = Change(bytes, random);
            yield return bytes;
        }
    }

    /// <summary>The same as text.</summary>
    public static IEnumerable<string> Of(string good, int count, int seed) => Of(Encoding.UTF8.GetBytes(good), count, seed).Select(Encoding.UTF8.GetString);

    private static byte[] Change(byte[] bytes, Random random)
    {
        var at = random.Next(bytes.Length + 1);
        var length = Math.Min(random.Next(64), bytes.Length - at);
        var lines = Encoding.Latin1.GetString(bytes).Split('\n');
        switch (random.Next(8))
        {
            case 0: return bytes[..at];
            case 1: return [.. bytes[..at], .. Inserted[random.Next(Inserted.Length)], .. bytes[at..]];
            case 2: return [.. bytes[..at], .. bytes[at..(at + length)], .. bytes[at..]];
            case 3: return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4 when at < bytes.Length: return [.. bytes[..at], (byte)(bytes[at] ^ (1 << random.Next(8))), .. bytes[(at + 1)..]];
            case 5: random.Shuffle(lines); break;
            case 6: lines[random.Next(lines.Length)] = lines[random.Next(lines.Length)]; break;
            case 7: lines[random.Next(lines.Length)] = ""; break;
            default: return bytes;
        }

        return Encoding.Latin1.GetBytes(string.Join('\n', lines));
    }
}
