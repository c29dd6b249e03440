namespace DockerOps.Rpm;

/// <summary>The entries of RPM's headers that are read here (rpm's tag reference; include/rpm/rpmtag.h).</summary>
internal static class RpmTag
{
    /// <summary>In the signature header: the main header's DSA or EdDSA signature.</summary>
    public const int DsaHeader = 267;

    /// <summary>In the signature header: the main header's RSA signature.</summary>
    public const int RsaHeader = 268;

    /// <summary>In the signature header: the main header's SHA-1, as text.</summary>
    public const int Sha1Header = 269;

    /// <summary>In the signature header: as <see cref="SignedSize"/>, for packages of 4 GiB and more.</summary>
    public const int LongSignedSize = 270;

    /// <summary>In the signature header: the main header's SHA-256, as text.</summary>
    public const int Sha256Header = 273;

    /// <summary>In the signature header of RPM 6: signatures as base64 texts.</summary>
    public const int OpenPgp = 278;

    /// <summary>In the signature header: the length of main header and payload.</summary>
    public const int SignedSize = 1000;

    /// <summary>In the signature header: an RSA signature of main header and payload.</summary>
    public const int Pgp = 1002;

    /// <summary>In the signature header: the MD5 of main header and payload.</summary>
    public const int Md5 = 1004;

    /// <summary>In the signature header: a DSA signature of main header and payload.</summary>
    public const int Gpg = 1005;

    public const int Name = 1000;
    public const int Version = 1001;
    public const int Release = 1002;
    public const int Epoch = 1003;
    public const int Summary = 1004;
    public const int BuildTime = 1006;
    public const int Size = 1009;
    public const int Architecture = 1022;
    public const int SourceRpm = 1044;
    public const int LongSize = 5009;

    /// <summary>The payload's digests as texts; the first is of the packed bytes.</summary>
    public const int PayloadDigest = 5092;

    /// <summary>What made them: 8 is SHA-256 (RFC 4880, 9.4).</summary>
    public const int PayloadDigestAlgorithm = 5093;
}
