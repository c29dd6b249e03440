using System.Globalization;

namespace DockerOps.Hosts;

/// <summary>The table of a transaction, as the package managers of RPM print it.</summary>
internal static class RpmTransaction
{
    // The sections of a transaction (dnf, cli/output.py; yum, output.py; dnf5), and what they mean.
    private static readonly (string Begins, PackageAction Action)[] Sections =
    [
        ("Installing", PackageAction.Install), ("Upgrading", PackageAction.Upgrade), ("Updating", PackageAction.Upgrade),
        ("Downgrading", PackageAction.Downgrade), ("Reinstalling", PackageAction.Reinstall), ("Removing", PackageAction.Remove),
    ];

    /// <summary>Reads the packages of a transaction and what is done to each.</summary>
    /// <param name="output">What yum, dnf 4 or dnf 5 print before they ask.</param>
    public static IReadOnlyList<PackageChange> Read(string output)
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

    /// <summary>A version without an epoch of 0, which some commands print and others leave out.</summary>
    public static string WithoutZero(string version) => version.StartsWith("0:", StringComparison.Ordinal) ? version[2..] : version;

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
    private static (string Name, string Version, string Architecture) Replaced(Queue<string> words)
    {
        var (name, second) = (words.TryDequeue(out var first) ? first : "", words.TryDequeue(out var next) ? next : "");
        var dot = name.LastIndexOf('.');
        if (dot > 0 && second.Contains('-', StringComparison.Ordinal)) return (name[..dot], WithoutZero(second), name[(dot + 1)..]);
        var old = (name, words.TryDequeue(out var version) ? WithoutZero(version) : "", second);
        for (var n = 0; n < 3 && words.Count > 0; n++) words.Dequeue();
        return old;
    }

    private static long? Bytes(string number, string unit) => double.TryParse(number, CultureInfo.InvariantCulture, out var value)
        ? (long)(value * (unit switch { "k" or "K" or "KiB" => 1 << 10, "M" or "MiB" => 1 << 20, "G" or "GiB" => 1 << 30, _ => 1 }))
        : null;
}
