namespace DockerOps.Upgrade;

/// <summary>Reads versions of packages, and finds the one that a user means.</summary>
internal static class PackageVersion
{
    /// <summary>The order of versions by rpm's rules, which dpkg's follow as far as engines' versions go.</summary>
    public static readonly IComparer<string> Order = Comparer<string>.Create((left, right) => RpmVersion.Parse(left).CompareTo(RpmVersion.Parse(right)));

    /// <summary>The part that counts the engine's releases: <c>26.1.5</c> of <c>3:26.1.5-1.el9</c> and of <c>26.1.5+dfsg1-9</c>.</summary>
    public static string Upstream(string version)
    {
        var bare = version[(version.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return new string([.. bare.TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]).TrimEnd('.');
    }

    /// <summary>Whether a package's version is the one that was asked for: <c>26.1</c> means every 26.1.x.</summary>
    public static bool Means(string wanted, string version) =>
        version == wanted
        || Upstream(version) == wanted
        || Upstream(version).StartsWith(wanted + ".", StringComparison.Ordinal)
        || version[(version.IndexOf(':', StringComparison.Ordinal) + 1)..] == wanted;
}
