namespace DockerOps.Daemon;

/// <summary>Which certificates are wanted.</summary>
public sealed record DockerCertificateRequest
{
    /// <summary>The folder they are in; it is made when it is missing.</summary>
    public required string Folder { get; init; }

    /// <summary>The names and addresses that the engine is reached by; none for no server certificate.</summary>
    public IReadOnlyList<string> HostNames { get; init; } = [];

    /// <summary>Who the client certificate is made out to.</summary>
    public string ClientName { get; init; } = "client";

    /// <summary>How many days server and client certificates last; a new authority lasts ten times as long.</summary>
    public int Days { get; init; } = 365;

    /// <summary>The password of the authority's key; null for none.</summary>
    public string? AuthorityPassword { get; init; }

    /// <summary>Whether certificates of server and client are replaced. An authority never is.</summary>
    public bool Force { get; init; }
}
