namespace DockerOps.Images;

/// <summary>Names inside an archive. They are the sender's, and never leave the archive.</summary>
internal static class ArchivePath
{
    // Linux's PATH_MAX: no engine could unpack more.
    private const int MaxLength = 4096;

    /// <summary>The name without <c>./</c>, doubled and trailing slashes; null when it leads out of the archive
    /// (absolute, <c>..</c>) or holds characters no archive needs. Empty for the archive's own folder.</summary>
    public static string? Normalise(string name) => name.StartsWith('/') ? null : Join("", name);

    /// <summary>Where a link leads; null when that is outside the archive.</summary>
    public static string? Follow(string name, ArchiveMemberKind kind, string target)
    {
        if (kind == ArchiveMemberKind.HardLink) return Normalise(target);
        var slash = name.LastIndexOf('/');
        return target.StartsWith('/') ? null : Join(slash < 0 ? "" : name[..slash], target);
    }

    /// <summary>The file of a digest, <c>blobs/sha256/…</c>; null when the text is no digest.</summary>
    public static string? OfDigest(string? digest)
    {
        if (digest is null) return null;
        var colon = digest.IndexOf(':');
        if (colon <= 0) return null;
        var (algorithm, hex) = (digest[..colon], digest[(colon + 1)..]);
        return hex.Length >= 32 && hex.All(char.IsAsciiHexDigitLower) && algorithm.All(char.IsAsciiLetterOrDigit)
            ? $"blobs/{algorithm}/{hex}"
            : null;
    }

    /// <summary>The SHA-256 that a member's name promises: <c>blobs/sha256/HEX</c> (OCI layout), <c>HEX.json</c>
    /// (configuration in a docker-archive), <c>sha256:HEX</c> (the same, by crane, ko and kaniko) or <c>HEX.tar</c> (layer, podman);
    /// null for every other name.</summary>
    public static string? PromisedDigest(string name)
    {
        const string blobs = "blobs/sha256/";
        const string digest = "sha256:";
        var stem = name.StartsWith(blobs, StringComparison.Ordinal) ? name[blobs.Length..]
            : name.StartsWith(digest, StringComparison.Ordinal) ? name[digest.Length..]
            : name.EndsWith(".json", StringComparison.Ordinal) ? name[..^5]
            : name.EndsWith(".tar", StringComparison.Ordinal) ? name[..^4]
            : "";
        return stem.Length == 64 && stem.All(char.IsAsciiHexDigitLower) ? digest + stem : null;
    }

    private static string? Join(string folder, string name)
    {
        if (name.Length > MaxLength || name.Any(char.IsControl)) return null;
        var parts = new Stack<string>(folder.Split('/', StringSplitOptions.RemoveEmptyEntries));
        foreach (var part in name.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part == ".") continue;
            if (part != "..") parts.Push(part);
            else if (!parts.TryPop(out _)) return null;
        }

        return string.Join('/', parts.Reverse());
    }
}
