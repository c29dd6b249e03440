using System.Buffers.Binary;

namespace DockerOps.Rpm;

/// <summary>Reads from an OpenPGP signature which key made it (RFC 4880, 4.2 and 5.2; RFC 9580). It checks nothing.</summary>
internal static class RpmSigner
{
    private const int SignaturePacket = 2;
    private const int IssuerKeyId = 16;
    private const int IssuerFingerprint = 33;

    /// <summary>The key, as gpg writes it: a fingerprint, or its last 16 digits; null when the signature names none.</summary>
    public static string? Read(ReadOnlySpan<byte> signature)
    {
        try
        {
            return Packet(signature) is { Length: > 0 } body ? OfBody(body) : null;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException)
        {
            // It is cut short, so it names no key.
            return null;
        }
    }

    private static ReadOnlySpan<byte> Packet(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || (bytes[0] & 0x80) == 0) return default;
        if ((bytes[0] & 0x40) != 0)
        {
            var (length, from) = Length(bytes, 1);
            return (bytes[0] & 0x3F) == SignaturePacket ? bytes.Slice(from, length) : default;
        }

        if (((bytes[0] >> 2) & 0x0F) != SignaturePacket) return default;
        return (bytes[0] & 3) switch
        {
            0 => bytes.Slice(2, bytes[1]),
            1 => bytes.Slice(3, BinaryPrimitives.ReadUInt16BigEndian(bytes[1..])),
            2 => bytes.Slice(5, checked((int)BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]))),
            _ => bytes[1..],
        };
    }

    // Versions 2 and 3 have the key's id at a fixed place; later ones have subpackets, hashed ones first.
    private static string? OfBody(ReadOnlySpan<byte> body)
    {
        if (body[0] is 2 or 3) return Convert.ToHexString(body.Slice(7, 8));
        var wide = body[0] == 6 ? 4 : 2;
        var at = 4;
        string? found = null;
        for (var area = 0; area < 2; area++)
        {
            var length = wide == 4 ? checked((int)BinaryPrimitives.ReadUInt32BigEndian(body[at..])) : BinaryPrimitives.ReadUInt16BigEndian(body[at..]);
            found = Prefer(found, OfSubpackets(body.Slice(at + wide, length)));
            at += wide + length;
        }

        return found;
    }

    private static string? OfSubpackets(ReadOnlySpan<byte> area)
    {
        string? found = null;
        while (!area.IsEmpty)
        {
            var (length, from) = Length(area, 0);
            var value = area.Slice(from + 1, length - 1);
            found = (area[from] & 0x7F) switch
            {
                IssuerFingerprint => Convert.ToHexString(value[1..]),
                IssuerKeyId => Prefer(found, Convert.ToHexString(value)),
                _ => found,
            };
            area = area[(from + length)..];
        }

        return found;
    }

    private static string? Prefer(string? one, string? other) => (other?.Length ?? 0) > (one?.Length ?? 0) ? other : one;

    private static (int Length, int From) Length(ReadOnlySpan<byte> bytes, int at) => bytes[at] switch
    {
        < 192 => (bytes[at], at + 1),
        < 255 => (((bytes[at] - 192) << 8) + bytes[at + 1] + 192, at + 2),
        _ => (checked((int)BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 1)..])), at + 5),
    };
}
