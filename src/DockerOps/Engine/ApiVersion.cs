using System.Globalization;

namespace DockerOps;

/// <summary>A version of the Engine API, as in <c>1.41</c>.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
public readonly record struct ApiVersion(int Major, int Minor) : IComparable<ApiVersion>
{
    /// <summary>The oldest version spoken here: engine 1.12 (moby, <c>docs/api/v1.24</c>).</summary>
    public static ApiVersion Oldest { get; } = new(1, 24);

    /// <summary>The newest version spoken here; a newer engine answers in it (moby, <c>docs/api/version-history.md</c>).</summary>
    public static ApiVersion Newest { get; } = new(1, 52);

    /// <summary>Reads <c>1.41</c>; false when the text is no version.</summary>
    public static bool TryParse(string? text, out ApiVersion version)
    {
        version = default;
        if (text?.Split('.') is not [var first, var second]
            || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            || !int.TryParse(second, NumberStyles.None, CultureInfo.InvariantCulture, out var minor))
        {
            return false;
        }

        version = new ApiVersion(major, minor);
        return true;
    }

    /// <summary>Orders versions by number.</summary>
    public int CompareTo(ApiVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor));

    /// <summary>Whether this version is the other one or later.</summary>
    public bool IsAtLeast(ApiVersion other) => CompareTo(other) >= 0;

    /// <summary>As the engine writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Major}.{Minor}");
}
