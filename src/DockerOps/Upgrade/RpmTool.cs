using System.Globalization;

namespace DockerOps.Upgrade;

/// <summary>dnf and yum for the choice of packages, rpm for the change itself: it needs no repository and a second less.</summary>
/// <param name="manager">dnf or yum.</param>
/// <param name="repository">The id of the repository that <see cref="List"/> asks alone, enabled or not; null for all that are enabled.</param>
/// <param name="offline">Whether <see cref="List"/> is content with what the host has read of its repositories before (-C), whatever its age.</param>
internal sealed class RpmTool(string manager, string? repository = null, bool offline = false) : PackageTool
{
    // The sections of a transaction (dnf, cli/output.py; yum, output.py; dnf5), and what they mean.
    private static readonly (string Begins, PackageAction Action)[] Sections =
    [
        ("Installing", PackageAction.Install), ("Upgrading", PackageAction.Upgrade), ("Updating", PackageAction.Upgrade),
        ("Downgrading", PackageAction.Downgrade), ("Reinstalling", PackageAction.Reinstall), ("Removing", PackageAction.Remove),
    ];

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
            if (dot > 0) found.Add(new(words[at][..dot], WithoutZero(words[at + 1]), words[at][(dot + 1)..]));
        }

        return found;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Simulate(IReadOnlyList<string> packages) => Speak([manager, "--assumeno", .. Enabled, "install", .. packages]);

    /// <inheritdoc/>
    public override IReadOnlyList<PackageChange> ReadTransaction(string output)
    {
        var changes = new List<PackageChange>();
        PackageAction? section = null;
        var words = new Queue<string>();
        foreach (var line in ArchiveText.Plain(output).Split('\n'))
        {
            var text = line.Trim();
            var heading = Sections.FirstOrDefault(s => line.StartsWith(s.Begins, StringComparison.Ordinal) && text.EndsWith(':'));
            var ends = text.Length == 0 || text.StartsWith("Transaction Summary", StringComparison.Ordinal) || (line[0] != ' ' && text.EndsWith(':'));
            if (section is { } action && (heading.Begins is not null || ends)) Read(changes, action, words);
            if (heading.Begins is not null) section = heading.Action;
            else if (ends) section = null;
            else if (section is not null) foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries)) words.Enqueue(word);
        }

        if (section is { } last) Read(changes, last, words);
        return changes;
    }

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

    // Columns: name, architecture, version, repository, size and its unit. What it replaces follows in words of its own.
    private static void Read(List<PackageChange> changes, PackageAction action, Queue<string> words)
    {
        while (words.Count > 0)
        {
            if (words.Peek() == "replacing")
            {
                words.Dequeue();
                var old = Replaced(words);
                // Whose name is the same is only its older version.
                if (changes.Count > 0 && changes[^1].Name != old.Name)
                    changes.Insert(changes.Count - 1, new() { Action = PackageAction.Remove, Name = old.Name, Architecture = old.Architecture, From = old.Version, Repository = changes[^1].Name });
                continue;
            }

            if (words.Count < 5)
            {
                words.Clear();
                return;
            }

            var (package, architecture, version, repository) = (words.Dequeue(), words.Dequeue(), WithoutZero(words.Dequeue()), words.Dequeue());
            changes.Add(new()
            {
                Action = action,
                Name = package,
                Architecture = architecture,
                From = action == PackageAction.Remove ? version : null,
                To = action == PackageAction.Remove ? null : version,
                Repository = action == PackageAction.Remove ? null : repository,
                Size = Bytes(words.Dequeue(), words.TryPeek(out var unit) ? unit : ""),
            });
            // The smallest sizes have no unit.
            if (unit is "k" or "M" or "G" or "B" or "KiB" or "MiB" or "GiB" or "K") words.Dequeue();
        }
    }

    // dnf and yum: name.arch and version; dnf 5: all columns. A version has a '-', an architecture has none, and names may have dots.
    private static HostPackage Replaced(Queue<string> words)
    {
        var (name, second) = (words.TryDequeue(out var first) ? first : "", words.TryDequeue(out var next) ? next : "");
        var dot = name.LastIndexOf('.');
        if (dot > 0 && second.Contains('-', StringComparison.Ordinal)) return new(name[..dot], WithoutZero(second), name[(dot + 1)..]);
        var old = new HostPackage(name, words.TryDequeue(out var version) ? WithoutZero(version) : "", second);
        for (var n = 0; n < 3 && words.Count > 0; n++) words.Dequeue();
        return old;
    }

    private static long? Bytes(string number, string unit) => double.TryParse(number, CultureInfo.InvariantCulture, out var value)
        ? (long)(value * (unit switch { "k" or "K" or "KiB" => 1 << 10, "M" or "MiB" => 1 << 20, "G" or "GiB" => 1 << 30, _ => 1 }))
        : null;

    /// <summary>A version without an epoch of 0, which some commands print and others leave out.</summary>
    internal static string WithoutZero(string version) => version.StartsWith("0:", StringComparison.Ordinal) ? version[2..] : version;

    private static IReadOnlyList<string> Speak(IReadOnlyList<string> command) => ["env", "LC_ALL=C", .. command];
}
