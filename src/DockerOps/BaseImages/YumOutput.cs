using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerOps.BaseImages;

/// <summary>
/// Reads what yum and dnf print (in English): how far they are, what they warn of, how much they will write. They name the
/// addresses of repositories with the passwords in them; what is kept has none.
/// </summary>
/// <param name="progress">Gets the name of a package, its number and their count.</param>
/// <param name="sizes">Gets, once, the bytes to download and the bytes to install.</param>
internal sealed partial class YumOutput(Action<string, int, int> progress, Action<long, long> sizes)
{
    private const int KeptLines = 8;
    private readonly Queue<string> last = new();
    private readonly List<string> warnings = [];
    private readonly Dnf5Output dnf5 = new(progress);
    private long download;

    /// <summary>The warnings so far, each once.</summary>
    public IReadOnlyList<string> Warnings => [.. warnings.Concat(dnf5.Warnings).Distinct(StringComparer.Ordinal)];

    /// <summary>The last words of a yum that failed: its errors, else the end of its output.</summary>
    public string LastWords => string.Join(' ', dnf5.LastWords.DefaultIfEmpty(string.Join(' ', last)));

    /// <inheritdoc cref="Dnf5Output.OnlyScriptletsFailed"/>
    public bool OnlyScriptletsFailed => dnf5.OnlyScriptletsFailed;

    /// <inheritdoc cref="Dnf5Output.AreThere"/>
    public bool AreThere(IEnumerable<InstalledPackage> packages) => dnf5.AreThere(packages);

    /// <summary>Takes a line of the output.</summary>
    public void Line(string text)
    {
        if (dnf5.Table(text) is { } written) sizes(0, written);
        if (string.IsNullOrWhiteSpace(text)) return;
        text = Secrets.Hide(text);
        last.Enqueue(text.Trim());
        if (last.Count > KeptLines) last.Dequeue();
        if (Installing().Match(text) is { Success: true } step) Report(step);
        else if (Downloading().Match(text) is { Success: true } got) Report(got);
        else if (Sizes().Match(text) is { Success: true } size) Size(size);
        else if (Dnf5Output.IsComplaint(text)) warnings.Add(text.Trim());
    }

    /// <summary>Takes a line of the error output, maybe at the same time as one of the output.</summary>
    public void ErrorLine(string text) => dnf5.ErrorLine(Secrets.Hide(text));

    private void Report(Match match) => progress(
        match.Groups["what"].Value, int.Parse(match.Groups["n"].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups["of"].ValueSpan, CultureInfo.InvariantCulture));

    private void Size(Match match)
    {
        var scale = match.Groups["unit"].Value switch { "k" or "K" => 1L << 10, "M" => 1L << 20, "G" => 1L << 30, "T" => 1L << 40, _ => 1L };
        var bytes = (long)(double.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * scale);
        if (match.Groups["what"].Value == "Installed size") sizes(download, bytes);
        else download = bytes;
    }

    // "  Installing : perl-Clone-0.31-3.1.el6.x86_64   100/596"
    [GeneratedRegex(@"^\s*(Installing|Updating|Upgrading|Cleanup|Verifying|Running scriptlet)\s*:\s+(?<what>\S+)\s.*?(?<n>\d{1,9})/(?<of>\d{1,9})\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Installing();

    // "(3/596): DCC-1.3.145-25.el6.x86_64.rpm | 1.1 MB 00:02"
    [GeneratedRegex(@"^\((?<n>\d{1,9})/(?<of>\d{1,9})\): (?<what>\S+)", RegexOptions.CultureInvariant)]
    private static partial Regex Downloading();

    // yum counts packages it need not fetch in "Total size".
    [GeneratedRegex(@"^(?<what>Total download size|Total size|Installed size): (?<number>\d+(\.\d+)?) ?(?<unit>[kKMGT]?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Sizes();
}
