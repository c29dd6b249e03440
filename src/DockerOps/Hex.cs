namespace DockerOps;

/// <summary>Bytes as the field writes them: digests, ids and what sha256sum(1) prints are in lower case.</summary>
internal static class Hex
{
    /// <summary>Two hexadecimal digits for each byte, in lower case.</summary>
    public static string Lower(byte[] bytes) => Convert.ToHexString(bytes).ToLowerInvariant();
}
