using System.Text.RegularExpressions;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// What is asked of git on this machine: which commit a tag is, and its files in a folder of our own. Addresses and names stand
/// behind <c>--</c> or are checked, so that none is read as an option; what git does is written down as it was called.
/// </summary>
internal sealed partial class GitCommands
{
    private const int Shown = 5;
    private readonly List<string> done = [];

    /// <summary>Every call so far, without passwords.</summary>
    public IReadOnlyList<string> Done => done;

    /// <summary>Whether a source is an address of a repository rather than a folder: <c>https://…</c>, <c>file://…</c>, <c>git@host:path</c>.</summary>
    public static bool IsAddress(string source) => source.Contains("://", StringComparison.Ordinal) || ScpAddress().IsMatch(source);

    /// <summary>Whether a folder is a git repository, with or without a work tree.</summary>
    public static bool IsRepository(string folder) =>
        Path.Exists(Path.Combine(folder, ".git")) || (File.Exists(Path.Combine(folder, "HEAD")) && Directory.Exists(Path.Combine(folder, "objects")));

    /// <summary>A tag under one of several names, and its commit.</summary>
    /// <exception cref="DockerOpsException">NotFound: none of them; the message names some that are there. CommandFailed, Unreachable.</exception>
    public async Task<(string Tag, string Commit)> FindTagAsync(string address, IReadOnlyList<string> names, CancellationToken cancellation)
    {
        var commits = new Dictionary<string, string>(StringComparer.Ordinal);
        var text = await RunAsync(["ls-remote", "--tags", "--", address], address, cancellation).ConfigureAwait(false);
        foreach (Match match in TagLine().Matches(text))
        {
            // A tag with a message is an object of its own; the line with ^{} that follows it has the commit.
            commits[match.Groups["tag"].Value] = match.Groups["commit"].Value;
        }

        foreach (var name in names)
        {
            if (commits.TryGetValue(name, out var commit)) return (name, commit);
        }

        var start = names[0][..Math.Min(4, names[0].Length)];
        var some = commits.Keys.OrderBy(tag => tag.StartsWith(start, StringComparison.Ordinal)).TakeLast(Shown).Select(ArchiveText.Shown).ToList();
        var told = some.Count == 0 ? "It has no tags." : $"Some that it has: {string.Join(", ", some)}.";
        throw new DockerOpsException(FailureKind.NotFound, $"'{Secrets.Hide(address)}' has no tag '{names[0]}'. {told}", names[0]);
    }

    /// <summary>Puts the files of a tag into a new folder, with as little of the history as can be had.</summary>
    public Task CheckOutTagAsync(string address, string tag, string folder, CancellationToken cancellation)
    {
        string[] part = IsAddress(address) ? ["--depth", "1"] : ["--shared"];
        return RunAsync(["-c", "advice.detachedHead=false", "clone", "--quiet", .. part, "--branch", tag, "--", address, folder], address, cancellation);
    }

    /// <summary>Puts the files of a commit into a new folder.</summary>
    /// <exception cref="DockerOpsException">NotFound: there is no such commit. CommandFailed, Unreachable.</exception>
    public async Task CheckOutCommitAsync(string address, string commit, string folder, CancellationToken cancellation)
    {
        await RunAsync(["init", "--quiet", "--", folder], address, cancellation).ConfigureAwait(false);
        try
        {
            await RunAsync(["-C", folder, "fetch", "--quiet", "--depth", "1", "--", address, commit], address, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.CommandFailed or FailureKind.NotFound)
        {
            // Not every server gives a commit by its id, and none by the beginning of it.
            await RunAsync(["-C", folder, "fetch", "--quiet", "--", address, "+refs/*:refs/remotes/origin/*"], address, cancellation).ConfigureAwait(false);
        }

        try
        {
            await RunAsync(["-C", folder, "-c", "advice.detachedHead=false", "checkout", "--quiet", commit], address, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.CommandFailed)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"'{Secrets.Hide(address)}' has no commit '{commit}'.", commit, e);
        }
    }

    /// <summary>Refuses what is no commit's id.</summary>
    public static string Commit(string text) => CommitId().IsMatch(text)
        ? text
        : throw new DockerOpsException(FailureKind.InvalidInput, $"'{ArchiveText.Shown(text)}' is no commit: 7 to 40 hexadecimal digits.", text);

    private async Task<string> RunAsync(IReadOnlyList<string> words, string address, CancellationToken cancellation)
    {
        if (address.StartsWith('-')) throw new DockerOpsException(FailureKind.InvalidInput, $"'{address}' is no repository.", address);
        // Its words are read, in no other language than this.
        string[] command = [.. OperatingSystem.IsWindows() ? [] : (string[])["env", "LC_ALL=C"], "git", .. words];
        done.Add(Secrets.Hide(HostShell.Here.Show(command)));
        var result = await HostShell.Here.RunAsync(command, cancellation).ConfigureAwait(false);
        if (result.Success) return result.Output;
        if (result.ExitCode == 127) throw new DockerOpsException(FailureKind.Unsupported, "git is needed on this machine to get the sources, and there is none. Install it, or give a folder with the files.", address);
        var lines = result.ErrorOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        var told = lines.Where(line => line.StartsWith("fatal:", StringComparison.Ordinal) || line.StartsWith("error:", StringComparison.Ordinal)).DefaultIfEmpty(lines.LastOrDefault() ?? "");
        var last = string.Join(' ', told.Select(ArchiveText.Shown));
        bool Says(string words) => last.Contains(words, StringComparison.Ordinal);
        var kind = Says("unable to access") || Says("Could not resolve") || Says("Connection") ? FailureKind.Unreachable
            : Says("not found") || Says("does not exist") || Says("not appear to be a git repository") ? FailureKind.NotFound
            : FailureKind.CommandFailed;
        throw new DockerOpsException(kind, $"git ended with exit code {result.ExitCode} for '{Secrets.Hide(address)}': {Secrets.Hide(last)}", Secrets.Hide(address));
    }

    [GeneratedRegex(@"^[^/\\\s@]+@[^/\\\s:]+:\S")]
    private static partial Regex ScpAddress();

    [GeneratedRegex(@"^(?<commit>[0-9a-f]{40,64})\trefs/tags/(?<tag>[^\s^]+)(\^\{\})?$", RegexOptions.Multiline)]
    private static partial Regex TagLine();

    [GeneratedRegex(@"^[0-9a-f]{7,40}\z")]
    private static partial Regex CommitId();
}
