namespace DockerOps.Rpm;

/// <summary>How repositories are registered.</summary>
public sealed record YumRegistrationOptions
{
    /// <summary>Whether what is there under the same name is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether to end before the host reads the repository.</summary>
    public bool SkipCache { get; init; }

    /// <summary>
    /// The public key, as text, that packages and metadata are signed with: it is put on the host and named in place of the
    /// addresses of keys, and rpm is made to know it. null leaves keys to their addresses.
    /// </summary>
    public string? PublicKey { get; init; }

    /// <summary>How long to wait for another yum or dnf on the host to end.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);
}
