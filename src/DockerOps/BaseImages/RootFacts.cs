using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerOps.BaseImages;

/// <summary>What a finished root holds, from what <see cref="BuildScripts.Finish"/> prints.</summary>
internal sealed partial class RootFacts
{
    // The document's failed image had 61 kB; the smallest system of packages has hundreds of times as much.
    private const long LeastSize = 1 << 20;
    private readonly List<InstalledPackage> packages = [];
    private readonly List<MinimizeResult> minimized = [];
    private readonly HashSet<string> found = [];
    private long size;
    private long databaseSize;

    public IReadOnlyList<InstalledPackage> Packages => [.. packages.OrderBy(package => package.Name, StringComparer.Ordinal)];

    public IReadOnlyList<MinimizeResult> Minimized => minimized;

    /// <summary>The first line of the release file.</summary>
    public string? Release { get; private set; }

    /// <summary>The version in the release file: <c>6.5</c> of “CentOS release 6.5 (Final)”.</summary>
    public string? Version => Release is { } text && VersionRule().Match(text) is { Success: true, Value: var value } ? value.TrimEnd('.') : null;

    /// <summary>Takes a line.</summary>
    public void Line(string text)
    {
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0) return;
        var value = text[(equals + 1)..];
        switch (text[..equals])
        {
            case "size": size = Kilobytes(value); break;
            case "databaseSize": databaseSize = Kilobytes(value); break;
            case "release": Release = value; break;
            case "minimized": Minimize(value.Split(' ')); break;
            case "package": Package(value.Split(' ')); break;
            default: found.Add(text[..equals]); break;
        }
    }

    /// <summary>Why no image may be made of it; null when it is a system.</summary>
    public string? Implausible()
    {
        List<string> missing = [];
        if (!found.Contains("sh")) missing.Add("no shell (/bin/sh)");
        if (!found.Contains("echo")) missing.Add("no echo (/bin/echo)");
        if (!found.Contains("database")) missing.Add("no package database (/var/lib/rpm)");
        else if (packages.Count == 0) missing.Add("no package in its database");
        if (size - databaseSize < LeastSize) missing.Add(string.Create(CultureInfo.InvariantCulture, $"only {size - databaseSize:N0} bytes of files"));
        return missing.Count == 0 ? null : string.Join(", ", missing);
    }

    private void Minimize(string[] words)
    {
        if (words.Length != 2 || !Enum.TryParse<MinimizeStep>(words[0], out var step)) return;
        var before = minimized.Count > 0 ? minimized[^1].After : size;
        minimized.Add(new MinimizeResult { Step = step, Before = before, After = before - Kilobytes(words[1]) });
    }

    private void Package(string[] words)
    {
        if (words.Length != 4 || words[0] == "gpg-pubkey") return;
        packages.Add(new InstalledPackage
        {
            Name = words[0],
            Version = words[1],
            Architecture = words[2],
            Size = long.TryParse(words[3], CultureInfo.InvariantCulture, out var bytes) ? bytes : 0,
        });
    }

    private static long Kilobytes(string text) => long.TryParse(text, CultureInfo.InvariantCulture, out var number) ? number << 10 : 0;

    [GeneratedRegex("[0-9][0-9.]*", RegexOptions.CultureInvariant)]
    private static partial Regex VersionRule();
}
