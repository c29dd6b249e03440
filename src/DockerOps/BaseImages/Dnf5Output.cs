using System.Globalization;
using System.Text.RegularExpressions;
using DockerOps.Hosts;

namespace DockerOps.BaseImages;

/// <summary>
/// Reads the error output of yum and dnf, and the table of packages of dnf 5. With yum and dnf 4 all errors are warnings of one
/// that succeeded; dnf 5 tells there too what it does, and what went wrong between. Sources: dnf 5.4.6, rpm 6.1.0.
/// </summary>
/// <param name="progress">Gets what dnf 5 does, its number and their count.</param>
internal sealed partial class Dnf5Output(Action<string, int, int> progress)
{
    private const int KeptLines = 8;
    private readonly List<string> errors = [];
    private readonly List<string> table = [];
    private IReadOnlyList<PackageChange> changes = [];
    private bool isDnf5;
    private bool hasTable;

    /// <summary>The last words, without what tells of work. A transaction goes on after an error that makes it fail: from there.</summary>
    public IEnumerable<string> LastWords => isDnf5 && errors.FindIndex(line => Serious().IsMatch(line)) is >= 0 and var first
        ? errors.Skip(first).Take(KeptLines) : errors.TakeLast(KeptLines);

    /// <summary>What is a warning if it succeeded.</summary>
    public IEnumerable<string> Warnings => isDnf5 ? errors.Select(line => line.TrimStart('>', ' ')).Where(IsComplaint) : errors;

    /// <summary>
    /// Whether nothing went wrong but scriptlets without which a package is installed all the same. dnf 4 and rpm up to 6.0 call that
    /// success, dnf 5 with rpm 6.1 ends with an error. That the packages are there has to be seen then.
    /// </summary>
    public bool OnlyScriptletsFailed => isDnf5 && changes.Count > 0 && errors.Exists(line => line.StartsWith(">>> Non-critical error in ", StringComparison.Ordinal))
        && !errors.Exists(line => Serious().IsMatch(line));

    /// <summary>Whether all packages that were to be installed are.</summary>
    public bool AreThere(IEnumerable<InstalledPackage> packages)
    {
        var found = packages.Select(package => (package.Name, RpmTransaction.WithoutZero(package.Version), package.Architecture)).ToHashSet();
        return changes.All(change => found.Contains((change.Name, change.To ?? "", change.Architecture)));
    }

    /// <summary>Whether a line tells of something that went wrong.</summary>
    public static bool IsComplaint(string line) => Complaint().IsMatch(line);

    /// <summary>Takes a line of the output.</summary>
    /// <returns>At the end of dnf 5's table, which comes before anything is written, the bytes to install. What it says in words is rounded to whole GiB.</returns>
    public long? Table(string line)
    {
        // With dnf 4 and yum it has no colon.
        if (hasTable) return null;
        table.Add(line);
        hasTable = line.StartsWith("Transaction Summary", StringComparison.Ordinal);
        if (line.TrimEnd() != "Transaction Summary:") return null;
        changes = RpmTransaction.Read(string.Join('\n', table));
        table.Clear();
        return changes.Sum(change => change.Size ?? 0);
    }

    /// <summary>Takes a line of the error output.</summary>
    public void ErrorLine(string line)
    {
        line = line.Trim();
        if (line.Length == 0) return;
        if (Counting().Match(line) is { Success: true } step)
        {
            isDnf5 = true;
            if (step.Groups["what"].Value != "Total") progress(step.Groups["what"].Value, Number(step.Groups["n"]), Number(step.Groups["of"]));
        }
        else if (line == "Updating and loading repositories:")
        {
            isDnf5 = true;
        }
        else if (!isDnf5 || !Work().IsMatch(line))
        {
            errors.Add(line);
        }
    }

    private static int Number(Group group) => int.Parse(group.ValueSpan, CultureInfo.InvariantCulture);

    // "[3/5] Installing busy-0:1-1.noarch      100% |   4.9 KiB/s | 100.0   B |  00m00s", and the same of what is downloaded without a verb
    [GeneratedRegex(@"^\[ *(?<n>\d{1,9})/(?<of>\d{1,9})\] (?:Installing )?(?<what>\S.*?) +\d{1,3}% \|", RegexOptions.CultureInvariant)]
    private static partial Regex Counting();

    [GeneratedRegex(@"^(.* \d{1,3}% \| .*\|.*\||Repositories loaded\.|Total size of inbound packages|After this operation|-{8,}|Running transaction$|>>> (Running|Finished) %|>>> Scriptlet output:|>>>$|You can try to add|--[a-z]|Complete!)", RegexOptions.CultureInvariant)]
    private static partial Regex Work();

    [GeneratedRegex(@"^>>> (Error in |Unpack error|Cpio error|\[RPM\] .*: (install|erase) (failed|skipped))|^Failed to ", RegexOptions.CultureInvariant)]
    private static partial Regex Serious();

    [GeneratedRegex(@"^\s*(warning|error|no package|group .* does not exist|.*scriptlet failed|non-fatal|non-critical|\[RPM\] )", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Complaint();
}
