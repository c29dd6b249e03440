using System.Globalization;

namespace DockerOps;

/// <summary>
/// A package's epoch, version and release, in RPM's own order (rpmvercmp): <c>1.0~rc1</c> comes before <c>1.0</c>,
/// <c>1.0^git1</c> after it, and <c>1.10</c> after <c>1.9</c>.
/// </summary>
/// <param name="Epoch">The epoch; a package without one has 0.</param>
/// <param name="Version">The version.</param>
/// <param name="Release">The release; null when none is given, and then it counts in no comparison.</param>
public sealed record RpmVersion(int Epoch, string Version, string? Release) : IComparable<RpmVersion>, IComparable
{
    /// <summary>Reads <c>[EPOCH:]VERSION[-RELEASE]</c>.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: it is empty, or its epoch is no number.</exception>
    public static RpmVersion Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (epoch, rest) = (0, text);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon >= 0)
        {
            if (!int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out epoch)) throw Invalid(text);
            rest = text[(colon + 1)..];
        }

        var dash = rest.LastIndexOf('-');
        var (version, release) = dash < 0 ? (rest, null) : (rest[..dash], rest[(dash + 1)..]);
        return version.Length == 0 || release is { Length: 0 } ? throw Invalid(text) : new(epoch, version, release);
    }

    /// <summary>Compares two versions, or two releases, piece by piece.</summary>
    /// <returns>Less than, equal to or greater than 0.</returns>
    public static int Compare(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        return RpmVersionOrder.Compare(left, right);
    }

    /// <summary>By epoch, then version, then release.</summary>
    public int CompareTo(RpmVersion? other)
    {
        if (other is null) return 1;
        var order = Epoch.CompareTo(other.Epoch);
        if (order == 0) order = RpmVersionOrder.Compare(Version, other.Version);
        return order == 0 && Release is not null && other.Release is not null ? RpmVersionOrder.Compare(Release, other.Release) : order;
    }

    /// <summary><c>[EPOCH:]VERSION[-RELEASE]</c>; an epoch of 0 is left out.</summary>
    public override string ToString() =>
        (Epoch == 0 ? "" : Epoch.ToString(CultureInfo.InvariantCulture) + ":") + Version + (Release is null ? "" : "-" + Release);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as RpmVersion);

    private static DockerOpsException Invalid(string text) =>
        new(FailureKind.InvalidInput, $"'{text}' is no version of a package: write [EPOCH:]VERSION[-RELEASE].", text);
}
