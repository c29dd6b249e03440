using System.Security.Cryptography;
using System.Text;

namespace DockerOps.Images.Transfer;

/// <summary>Chain ids: a layer together with all below it (OCI image-spec, config.md, “Layer ChainID”).</summary>
internal static class LayerChain
{
    /// <summary>The chain id of each layer, lowest first.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> diffIds)
    {
        var chains = new List<string>();
        foreach (var diffId in diffIds) chains.Add(chains.Count == 0 ? diffId : Digest(Encoding.ASCII.GetBytes($"{chains[^1]} {diffId}")));
        return chains;
    }

    /// <summary>The digest of bytes: <c>sha256:</c> and 64 digits.</summary>
    public static string Digest(ReadOnlySpan<byte> bytes) => OfHash(SHA256.HashData(bytes));

    /// <summary>The digest whose hash is computed already.</summary>
    public static string OfHash(byte[] hash) => "sha256:" + Convert.ToHexString(hash).ToLowerInvariant();

    /// <summary>The digits of a digest.</summary>
    public static string Hex(string digest) => digest["sha256:".Length..];

    /// <summary>Whether a text is a SHA-256 digest.</summary>
    public static bool IsDigest(string? text) =>
        text is { Length: 71 } && text.StartsWith("sha256:", StringComparison.Ordinal) && text.Skip(7).All(char.IsAsciiHexDigitLower);
}
