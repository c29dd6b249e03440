using System.Security.Cryptography;

namespace DockerOps.Rpm;

/// <summary>
/// What a package says of its own bytes: the main header's digest and the payload's, and in those of before rpm 4.14 an
/// MD5 of both. rpm's file format reference, “Signature” and “Header”.
/// </summary>
internal sealed class RpmDigests : IDisposable
{
    private readonly RpmHeader signature;
    private readonly IncrementalHash? sha1;
    private readonly IncrementalHash? md5;
    private IncrementalHash? payload;
    private string? payloadDigest;

    private RpmDigests(RpmHeader signature)
    {
        this.signature = signature;
        if (!signature.Has(RpmTag.Sha256Header) && signature.Has(RpmTag.Sha1Header)) sha1 = IncrementalHash.CreateHash(HashAlgorithmName.SHA1);
        if (!signature.Has(RpmTag.Sha256Header) && signature.Has(RpmTag.Md5)) md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
    }

    public static RpmDigests Of(RpmHeader signature) => new(signature);

    /// <summary>What takes the main header's bytes.</summary>
    public Action<byte[]> Header(IncrementalHash sha256) => bytes =>
    {
        sha256.AppendData(bytes);
        sha1?.AppendData(bytes);
        md5?.AppendData(bytes);
    };

    /// <summary>What the payload's bytes go to.</summary>
    public IReadOnlyList<IncrementalHash> Payload(RpmHeader header)
    {
        payloadDigest = header.Text(RpmTag.PayloadDigest);
        payload = payloadDigest is null ? null : header.Number(RpmTag.PayloadDigestAlgorithm) switch
        {
            8 => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            9 => IncrementalHash.CreateHash(HashAlgorithmName.SHA384),
            10 => IncrementalHash.CreateHash(HashAlgorithmName.SHA512),
            _ => null,
        };
        return [.. new[] { payload, md5 }.OfType<IncrementalHash>()];
    }

    /// <exception cref="InvalidDataException">The bytes are others than the package says.</exception>
    public void Check(string headerSha256, long signedLength)
    {
        if ((signature.Number(RpmTag.LongSignedSize) ?? signature.Number(RpmTag.SignedSize)) is { } size && size != signedLength)
            throw new InvalidDataException(signedLength < size ? "it ends too early" : "something follows its end");
        Check("header", signature.Text(RpmTag.Sha256Header), headerSha256);
        Check("header", sha1 is null ? null : signature.Text(RpmTag.Sha1Header), Digest(sha1));
        Check("content", payload is null ? null : payloadDigest, Digest(payload));
        Check("content", md5 is not null && signature.Bytes(RpmTag.Md5) is { } expected ? Hex.Lower(expected) : null, Digest(md5));
    }

    public void Dispose()
    {
        sha1?.Dispose();
        md5?.Dispose();
        payload?.Dispose();
    }

    private static void Check(string what, string? expected, string actual)
    {
        if (expected is not null && !expected.Equals(actual, StringComparison.OrdinalIgnoreCase))
            throw new InvalidDataException($"its {what} was changed after it was built");
    }

    private static string Digest(IncrementalHash? hash) => hash is null ? "" : Hex.Lower(hash.GetHashAndReset());
}
