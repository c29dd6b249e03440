using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Upgrade;

namespace DockerOps.Installation;

/// <summary>The versions of engines that a host's repositories offer.</summary>
public static class OfferedVersions
{
    /// <summary>
    /// Reads them from what the host's package manager has read before: no repository is asked, so what came since is missing, and
    /// a host that never asked has none.
    /// </summary>
    /// <param name="session">The host.</param>
    /// <param name="repository">The id of the only yum repository that counts; null for all that are enabled.</param>
    /// <param name="cancellation">Ends the question.</param>
    /// <returns>Releases, newest first: <c>28.5.2</c>. None where no package manager is known.</returns>
    /// <exception cref="DockerOpsException">Unsupported: no command can be run there. NotPermitted, Unreachable.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(HostSession session, string? repository, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var shell = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var facts = await HostFactsProbe.RunAsync(shell, null, cancellation).ConfigureAwait(false);
        PackageTool? tool = facts.PackageManager switch
        {
            "dnf" or "yum" => new RpmTool(facts.PackageManager, repository, offline: true),
            "apt" => new AptTool(),
            _ => null,
        };
        if (tool is null) return [];
        var engines = (repository is null ? EnginePackageSet.For(facts) : EnginePackageSet.All).Select(set => set.Main).ToHashSet(StringComparer.Ordinal);
        var listed = await shell.RunAsync(tool.List([.. engines]), cancellation).ConfigureAwait(false);
        return
        [
            .. tool.ReadList(listed.Output).Where(package => engines.Contains(package.Name)).Select(package => PackageVersion.Upstream(package.Version))
                .Distinct(StringComparer.Ordinal).OrderDescending(PackageVersion.Order),
        ];
    }
}
