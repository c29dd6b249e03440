using System.Text.RegularExpressions;

namespace DockerOps.Upgrade;

/// <summary>apt for the choice of packages, dpkg for the change itself.</summary>
internal sealed partial class AptTool : PackageTool
{
    // apt does not copy what a repository of the host's own disk has, so that is done here (apt-get(8), --print-uris).
    private const string FetchText = """
        d=$1; shift
        mkdir -p "$d/partial" || exit
        get() { env LC_ALL=C DEBIAN_FRONTEND=noninteractive apt-get -y --allow-downgrades -o "Dir::Cache::archives=$d" "$@"; }
        get --print-uris "$@" | sed -n "s/^'file:\(\/\/\)*\([^']*\)' .*/\2/p" | sed 's/%2[bB]/+/g;s/%7[eE]/~/g;s/%3[aA]/:/g' | while read -r f; do
          cp "$f" "$d/" || exit
        done
        get -d "$@"
        """;

    private const string CopyText = """
        a=$1; shift
        dpkg -L "$@" | while read -r f; do if [ -f "$f" ] || [ -L "$f" ]; then echo "$f"; fi; done >"$a.list"
        tar --numeric-owner -cf "$a.partial" -T "$a.list" && mv -f "$a.partial" "$a"
        """;

    private const string PutBackText = Patient + """
        d=$1; shift
        ls "$d"/*.deb >/dev/null || exit
        for p; do if dpkg -s "$p" >/dev/null 2>&1; then patient dpkg --force-depends -r "$p" || exit; fi; done
        patient env DEBIAN_FRONTEND=noninteractive dpkg --force-confold --force-confdef --force-downgrade -i "$d"/*.deb
        """;

    /// <inheritdoc/>
    public override string Name => "apt-get";

    /// <inheritdoc/>
    public override string Ending => "deb";

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(IReadOnlyList<string> names) => ["env", "LC_ALL=C", "apt-cache", "madison", .. names];

    /// <inheritdoc/>
    public override IReadOnlyList<HostPackage> ReadList(string output) =>
    [
        .. from line in ArchiveText.Plain(output).Split('\n')
           let columns = line.Split('|', StringSplitOptions.TrimEntries)
           where columns.Length == 3 && !columns[2].EndsWith("Sources", StringComparison.Ordinal)
           let words = columns[2].Split(' ')
           select new HostPackage(columns[0], columns[1], words.Length > 2 ? words[^2] : ""),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Simulate(IReadOnlyList<string> packages) =>
        ["env", "LC_ALL=C", "apt-get", "-s", "-y", "--allow-downgrades", "install", .. packages];

    /// <inheritdoc/>
    public override IReadOnlyList<PackageChange> ReadTransaction(string output) =>
    [
        .. from match in Change().Matches(ArchiveText.Plain(output))
           let @from = match.Groups["from"] is { Success: true } old ? old.Value : null
           let to = match.Groups["to"] is { Success: true } now ? now.Value : null
           // A line that breaks off tells of no change.
           where to is not null || match.Groups["verb"].Value != "Inst"
           select new PackageChange
           {
               Action = match.Groups["verb"].Value is "Remv" or "Purg" ? PackageAction.Remove
                   : @from is null ? PackageAction.Install
                   : PackageVersion.Order.Compare(@from, to ?? @from) > 0 ? PackageAction.Downgrade : PackageAction.Upgrade,
               Name = match.Groups["name"].Value,
               Architecture = match.Groups["arch"].Value,
               From = @from,
               To = to,
               Repository = match.Groups["origin"] is { Success: true, Length: > 0 } origin ? origin.Value.Trim() : null,
           },
    ];

    /// <inheritdoc/>
    public override string? ReadRefusal(CommandResult result)
    {
        if (result.Success) return null;
        var lines = (result.Output + "\n" + result.ErrorOutput).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var errors = lines.Where(line => line.StartsWith("E:", StringComparison.Ordinal) || line.Contains("Depends:", StringComparison.Ordinal)).Take(8).ToList();
        return string.Join(' ', errors.Count > 0 ? errors : [.. lines.TakeLast(4)]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Download(string folder, IReadOnlyList<string> packages) => ["sh", "-c", FetchText, "sh", folder, "install", .. packages];

    /// <inheritdoc/>
    public override IReadOnlyList<string> DownloadInstalled(string folder, IReadOnlyList<HostPackage> packages) =>
        ["sh", "-c", FetchText, "sh", folder, "--reinstall", "install", .. packages.Select(package => At(package.Name, package.Version))];

    /// <inheritdoc/>
    public override IReadOnlyList<string> CopyFiles(string archive, IReadOnlyList<string> names) => ["sh", "-c", CopyText, "sh", archive, .. names];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Install(string folder) => PutBack(folder, []);

    /// <inheritdoc/>
    public override IReadOnlyList<string> PutBack(string folder, IReadOnlyList<string> added) => ["sh", "-c", PutBackText, "sh", folder, .. added];

    /// <inheritdoc/>
    public override string At(string name, string version) => $"{name}={version}";

    // apt-get(8), -s: "Inst docker-engine [20.10.24-1] (26.1.5-1 Lab:1 [amd64])", "Remv docker-old [1.0]"
    [GeneratedRegex(@"^(?<verb>Inst|Remv|Purg) (?<name>\S+)( \[(?<from>[^\]\s]+)\])?( \((?<to>\S+)(?<origin>[^\[)]*)(\[(?<arch>[^\]]*)\])?\))?", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Change();
}
