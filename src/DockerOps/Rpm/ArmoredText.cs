namespace DockerOps.Rpm;

/// <summary>Reads the bytes out of an OpenPGP text (RFC 4880, 6.2): what stands between its lines of dashes, in base64.</summary>
internal static class ArmoredText
{
    /// <summary>The bytes of the first block; null when there is none.</summary>
    public static byte[]? Read(string text)
    {
        var lines = text.Split('\n', StringSplitOptions.TrimEntries);
        var begin = Array.FindIndex(lines, line => line.StartsWith("-----BEGIN PGP ", StringComparison.Ordinal));
        if (begin < 0) return null;
        var body = lines.Skip(begin + 1).SkipWhile(line => line.Length > 0).Skip(1).TakeWhile(line => !line.StartsWith('=') && !line.StartsWith('-'));
        var base64 = string.Concat(body);
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var count) ? bytes[..count] : null;
    }
}
