namespace DockerOps.Upgrade;

/// <summary>
/// The commands of a package manager, and how to read what they print. The new set is fetched while the engine runs, and both
/// sets are installed from files, so that neither the way forward nor the way back needs a repository once the engine is down.
/// </summary>
internal abstract class PackageTool
{
    private const string CountText = """
        n=$(ls "$1"/*."$2" 2>/dev/null | wc -l)
        [ "$n" -ge "$3" ] || { echo "$1 has $n packages of $3" >&2; exit 1; }
        """;

    /// <summary>
    /// A function of the shell that runs a command again, for a minute, while somebody else holds the manager's lock: one may
    /// have come since the plan was made, and rpm and dpkg give up at once then (rpm waits at a terminal only, lib/rpmlock.c).
    /// It keeps the command's error output in the folder <c>$d</c>.
    /// </summary>
    protected const string Patient = """
        patient() {
          n=0
          while :; do
            LC_ALL=C "$@" 2>"$d/errors"; c=$?
            cat "$d/errors" >&2
            [ $c -ne 0 ] && [ $n -lt 60 ] && grep -q 'transaction lock\|locked by another' "$d/errors" || return $c
            n=$((n + 1)); sleep 1
          done
        }

        """;

    /// <summary>The command that changes packages, for messages: <c>dnf</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Lists all versions of packages that can be had.</summary>
    public abstract IReadOnlyList<string> List(IReadOnlyList<string> names);

    /// <summary>Reads what <see cref="List"/> prints.</summary>
    public abstract IReadOnlyList<HostPackage> ReadList(string output);

    /// <summary>Asks the solver what it would change, changing nothing.</summary>
    public abstract IReadOnlyList<string> Simulate(IReadOnlyList<string> packages);

    /// <summary>Reads what <see cref="Simulate"/> prints.</summary>
    public abstract IReadOnlyList<PackageChange> ReadTransaction(string output);

    /// <summary>The solver's own words for why it cannot; null when it can.</summary>
    public abstract string? ReadRefusal(CommandResult result);

    /// <summary>How the files of packages end: <c>rpm</c>.</summary>
    public abstract string Ending { get; }

    /// <summary>Sees that a folder has as many packages as are needed: no manager may be content with fewer.</summary>
    public IReadOnlyList<string> Count(string folder, int count) =>
        ["sh", "-c", CountText, "sh", folder, Ending, count.ToString(System.Globalization.CultureInfo.InvariantCulture)];

    /// <summary>Fetches packages and all that they need into a folder, installing nothing.</summary>
    public abstract IReadOnlyList<string> Download(string folder, IReadOnlyList<string> packages);

    /// <summary>Fetches the packages that are installed now into a folder.</summary>
    public abstract IReadOnlyList<string> DownloadInstalled(string folder, IReadOnlyList<HostPackage> packages);

    /// <summary>Sees, while the engine runs, that packages that were fetched may be installed; null where they were checked when they were fetched.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="packages">What was asked for, as for <see cref="Download"/>.</param>
    public virtual IReadOnlyList<string>? Try(string folder, IReadOnlyList<string> packages) => null;

    /// <summary>The same of the packages that are installed now.</summary>
    public virtual IReadOnlyList<string>? TryInstalled(string folder, IReadOnlyList<HostPackage> packages) => null;

    /// <summary>Copies the files of installed packages into an archive.</summary>
    public abstract IReadOnlyList<string> CopyFiles(string archive, IReadOnlyList<string> names);

    /// <summary>Installs all packages of a folder, whichever versions are there now. Done twice it does no harm.</summary>
    public abstract IReadOnlyList<string> Install(string folder);

    /// <summary>Takes away packages, those that are there, and installs all of a folder. Done twice it does no harm.</summary>
    public abstract IReadOnlyList<string> PutBack(string folder, IReadOnlyList<string> added);

    /// <summary>A package in the manager's own spelling, at one version.</summary>
    public abstract string At(string name, string version);

    /// <summary>The tool of a manager.</summary>
    public static PackageTool For(string manager) => manager == "apt" ? new AptTool() : new RpmTool(manager);
}
