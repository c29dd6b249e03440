namespace DockerOps;

/// <summary>A certificate for an engine's TLS, in files of this machine.</summary>
public sealed record DockerCertificate
{
    /// <summary>What it is for.</summary>
    public required DockerCertificateKind Kind { get; init; }

    /// <summary>The certificate's file (PEM).</summary>
    public required string Path { get; init; }

    /// <summary>The file of its private key (PEM, PKCS #8).</summary>
    public required string KeyPath { get; init; }

    /// <summary>The name it is made out to.</summary>
    public required string Subject { get; init; }

    /// <summary>The names and addresses of the server that it stands for.</summary>
    public IReadOnlyList<string> HostName { get; init; } = [];

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset NotAfter { get; init; }

    /// <summary>SHA-256 of the certificate, in lower-case hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether it was made now; else it was there already.</summary>
    public required bool IsNew { get; init; }
}
