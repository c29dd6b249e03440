using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>dnf and yum for the choice of packages, rpm for the change itself: it needs no repository and a second less.</summary>
/// <param name="manager">dnf or yum.</param>
/// <param name="repository">The id of the repository that <see cref="List"/> asks alone, enabled or not; null for all that are enabled.</param>
/// <param name="offline">Whether <see cref="List"/> is content with what the host has read of its repositories before (-C), whatever its age.</param>
internal sealed class RpmTool(string manager, string? repository = null, bool offline = false) : PackageTool
{
    // The last two are dnf 5's, which has no word before all errors.
    private static readonly string[] Refusals = ["Error:", "Problem", "Failed to resolve the transaction", "Failed to download metadata"];

    private const string CopyText = """
        a=$1; shift
        rpm -ql "$@" | while read -r f; do if [ -f "$f" ] || [ -L "$f" ]; then echo "$f"; fi; done >"$a.list"
        tar --numeric-owner -cf "$a.partial" -T "$a.list" && mv -f "$a.partial" "$a"
        """;

    // dnf 5 looks at no signature of what it only fetches (dnf5#1985). Of a transaction that it only tests it does, and takes the files
    // that are there. rpm may want signatures where the repository needs none (%_pkgverify_level).
    private const string TryText = Patient + """
        d=$1 m=$2 w=$3; shift 3
        if "$m" --version 2>/dev/null | grep -q dnf5; then LC_ALL=C "$m" -q -y "$w" --setopt=tsflags=test --setopt=destdir="$d" "$@" || exit; fi
        patient rpm -U --test --oldpackage --replacepkgs "$d"/*.rpm
        """;

    // From 6.1 on rpm ends with 1 also when a %post or %postun fails, which changes nothing: older ones end with 0 then. What was
    // asked for is done when each package is there in this version alone, and was written now: one that could not be written anew
    // is there as it was before.
    private const string PutBackText = Patient + """
        is_done() {
          ! grep -q ': \(install\|erase\) \(failed\|skipped\)$' "$d/errors" || return
          for f in "$d"/*.rpm; do
            p=$(rpm -qp --qf '%{NAME}.%{ARCH} %{NEVRA}' "$f" 2>/dev/null) || return
            [ "$(rpm -q --qf '%{NEVRA}\n' "${p% *}")" = "${p#* }" ] && [ "$(rpm -q --qf '%{INSTALLTIME}' "${p% *}")" -ge "$begun" ] || return
          done
        }
        d=$1; shift
        ls "$d"/*.rpm >/dev/null || exit
        for p; do if rpm -q "$p" >/dev/null 2>&1; then patient rpm -e --nodeps "$p" || ! rpm -q "$p" >/dev/null || exit; fi; done
        begun=$(date +%s)
        patient rpm -U --oldpackage --replacepkgs "$d"/*.rpm || is_done
        """;

    private string[] Enabled => repository is null ? [] : ["--enablerepo=" + repository];

    /// <inheritdoc/>
    public override string Name => manager;

    /// <inheritdoc/>
    public override string Ending => "rpm";

    /// <inheritdoc/>
    public override IReadOnlyList<string> List(IReadOnlyList<string> names) =>
        Speak([manager, "-q", .. offline ? (string[])["-C"] : [], .. repository is null ? [] : (string[])["--disablerepo=*", .. Enabled], "list", "--showduplicates", .. names]);

    /// <inheritdoc/>
    public override IReadOnlyList<HostPackage> ReadList(string output)
    {
        var (found, words, available) = (new List<HostPackage>(), new List<string>(), false);
        foreach (var line in ArchiveText.Plain(output).Split('\n', StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("Available ", StringComparison.OrdinalIgnoreCase)) available = true;
            else if (line.StartsWith("Installed ", StringComparison.OrdinalIgnoreCase)) available = false;
            else if (available) words.AddRange(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        }

        // Long names push the other columns to the next line, so columns are counted, not lines.
        for (var at = 0; at + 2 < words.Count; at += 3)
        {
            var dot = words[at].LastIndexOf('.');
            if (dot > 0) found.Add(new(words[at][..dot], RpmTransaction.WithoutZero(words[at + 1]), words[at][(dot + 1)..]));
        }

        return found;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Simulate(IReadOnlyList<string> packages) => Speak([manager, "--assumeno", .. Enabled, "install", .. packages]);

    /// <inheritdoc/>
    public override IReadOnlyList<PackageChange> ReadTransaction(string output) => RpmTransaction.Read(output);

    /// <inheritdoc/>
    public override string? ReadRefusal(CommandResult result)
    {
        var lines = (result.Output + "\n" + result.ErrorOutput).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        // --assumeno ends as an operation that was aborted; everything else is an error of the solver. What dnf 5 advises is left out.
        var from = Array.FindIndex(lines, line => Refusals.Any(words => line.StartsWith(words, StringComparison.Ordinal)));
        return from < 0 || lines[from] == "Error: Operation aborted." ? null
            : string.Join(' ', lines.Skip(from).TakeWhile(line => !line.StartsWith("You can try to add", StringComparison.Ordinal)).Take(8));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Download(string folder, IReadOnlyList<string> packages) =>
        Speak([manager, "-y", "install", .. Into(folder), .. packages]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> DownloadInstalled(string folder, IReadOnlyList<HostPackage> packages) =>
        Speak([manager, "-y", "reinstall", .. Into(folder), .. packages.Select(package => At(package.Name, package.Version))]);

    /// <inheritdoc/>
    public override IReadOnlyList<string> Try(string folder, IReadOnlyList<string> packages) => ["sh", "-c", TryText, "sh", folder, manager, "install", .. packages];

    /// <inheritdoc/>
    public override IReadOnlyList<string> TryInstalled(string folder, IReadOnlyList<HostPackage> packages) =>
        ["sh", "-c", TryText, "sh", folder, manager, "reinstall", .. packages.Select(package => At(package.Name, package.Version))];

    // dnf 5 takes options of a command behind it only and has no --downloaddir, dnf 4 takes both; yum knows no destdir.
    private IReadOnlyList<string> Into(string folder) => ["--downloadonly", (manager == "yum" ? "--downloaddir=" : "--setopt=destdir=") + folder];

    /// <inheritdoc/>
    public override IReadOnlyList<string> CopyFiles(string archive, IReadOnlyList<string> names) => ["sh", "-c", CopyText, "sh", archive, .. names];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Install(string folder) => PutBack(folder, []);

    /// <inheritdoc/>
    public override IReadOnlyList<string> PutBack(string folder, IReadOnlyList<string> added) => ["sh", "-c", PutBackText, "sh", folder, .. added];

    /// <inheritdoc/>
    public override string At(string name, string version) => $"{name}-{version}";

    private static IReadOnlyList<string> Speak(IReadOnlyList<string> command) => ["env", "LC_ALL=C", .. command];
}
