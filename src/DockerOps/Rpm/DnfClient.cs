using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Asks this machine's dnf about repositories, as a host would that has only these: with a configuration, a cache and a
/// keyring of its own. Sources: dnf.conf(5), dnf(8), dnf-repoclosure(8).
/// </summary>
internal sealed class DnfClient : IDisposable
{
    private readonly HostShell shell;
    private readonly PrivateFolder room = new();
    private readonly IReadOnlyList<string> words;

    /// <param name="shell">This machine.</param>
    /// <param name="program">Its dnf.</param>
    /// <param name="repositories">The repositories.</param>
    public DnfClient(HostShell shell, string program, IReadOnlyList<YumRepositoryDefinition> repositories)
    {
        this.shell = shell;
        var folder = Directory.CreateDirectory(Path.Combine(room.Path, "repos")).FullName;
        var cache = Path.Combine(room.Path, "cache");

        // dnf 5 has another option for root's cache.
        var configuration = room.Write("dnf.conf", string.Join('\n', [
            "[main]", "gpgcheck=1", "assumeyes=1", "skip_if_unavailable=0", "pluginconfpath=" + folder, "varsdir=" + folder, "reposdir=" + folder,
            "cachedir=" + cache, "system_cachedir=" + cache, "logdir=" + room.Path, "persistdir=" + Path.Combine(room.Path, "state"), "",
        ]));
        File.WriteAllText(Path.Combine(folder, "asked.repo"), YumConfiguration.Of(repositories.Select(repository => repository with { Enabled = true })).ToString());
        words = [program, "-q", "-y", "-c", configuration, "--releasever=0"];
    }

    public void Dispose() => room.Dispose();

    /// <summary>The packages of a repository that fit this machine's architecture, as <c>name-epoch:version-release.architecture</c>.</summary>
    /// <exception cref="DockerOpsException">CommandFailed: dnf does not take the repository, with its words.</exception>
    public async Task<IReadOnlyList<string>> QueryAsync(string id, CancellationToken cancellation)
    {
        var output = await shell.ReadAsync([.. words, "--repo=" + id, "repoquery"], cancellation).ConfigureAwait(false);
        return output.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>What packages of a repository need and none of all repositories has: the package, and the needs.</summary>
    /// <exception cref="DockerOpsException">CommandFailed: a repository cannot be read. Unsupported: this dnf cannot tell.</exception>
    public async Task<IReadOnlyList<(string Package, string Need)>> FindUnresolvedAsync(string id, CancellationToken cancellation)
    {
        var result = await shell.RunAsync([.. words, "repoclosure", "--check=" + id], cancellation).ConfigureAwait(false);
        if (result.ErrorOutput.Contains("No such command", StringComparison.OrdinalIgnoreCase) || result.ErrorOutput.Contains("Unknown argument \"repoclosure\"", StringComparison.Ordinal))
        {
            throw new DockerOpsException(
                FailureKind.Unsupported, "This machine's dnf has no command 'repoclosure'; it is in the package dnf-plugins-core (dnf5-plugins for dnf 5).", "dnf");
        }

        // 'package: NEVRA from ID', '  unresolved deps:', then each need on a line of its own, further in.
        List<(string, string)> found = [];
        var (package, isNeed) = ("", false);
        foreach (var line in result.Lines)
        {
            if (line.StartsWith("package: ", StringComparison.Ordinal)) (package, isNeed) = (line[9..].Split(" from ")[0], false);
            else if (line.TrimStart().StartsWith("unresolved deps", StringComparison.Ordinal)) isNeed = true;
            else if (isNeed && line.StartsWith("    ", StringComparison.Ordinal)) found.Add((package, line.Trim()));
        }

        if (!result.Success && found.Count == 0)
            throw new DockerOpsException(FailureKind.CommandFailed, $"dnf cannot tell whether '{id}' is whole: {result.ErrorOutput.Trim()}", id);
        return found;
    }
}
