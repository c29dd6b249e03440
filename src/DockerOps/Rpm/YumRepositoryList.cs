using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>Reads the repositories a host's yum or dnf knows.</summary>
public sealed class YumRepositoryList
{
    private YumRepositoryList(IReadOnlyList<YumRepositoryRegistration> repositories, IReadOnlyList<string> problems)
    {
        Repositories = repositories;
        Problems = problems;
    }

    /// <summary>The repositories: of an SME server's database first, then those of files in the order yum reads them.</summary>
    public IReadOnlyList<YumRepositoryRegistration> Repositories { get; }

    /// <summary>Files that could not be read, each as a sentence.</summary>
    public IReadOnlyList<string> Problems { get; }

    /// <summary>
    /// Reads the configuration files, the .repo files, and on an SME server its database; what the server writes from that
    /// is left out, so that no repository is there twice.
    /// </summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">Unreachable: the connection broke.</exception>
    public static async Task<YumRepositoryList> ReadAsync(HostShell shell, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(shell);
        return Of(shell.Host, await YumHostFiles.ReadAsync(shell, cancellation).ConfigureAwait(false));
    }

    internal static YumRepositoryList Of(DockerHost host, YumHostFiles files)
    {
        var problems = files.Denied.Select(path => $"'{path}' on '{host}' may not be read by this user.").ToList();
        var found = (files.Database ?? []).Select(definition => Entry(host, YumRepositoryRegistration.Database, definition)).ToList();
        var kept = found.Select(entry => entry.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (path, text, _, _) in files.Files)
        {
            try
            {
                found.AddRange(YumConfiguration.Parse(text, path).Repositories.Where(definition => !kept.Contains(definition.Id))
                    .Select(definition => Entry(host, path, definition)));
            }
            catch (DockerOpsException e) when (e.Kind == FailureKind.Corrupt)
            {
                problems.Add(e.Message);
            }
        }

        return new(found, problems);
    }

    internal static YumRepositoryRegistration Entry(DockerHost host, string path, YumRepositoryDefinition definition) =>
        new() { Id = definition.Id, DockerHost = host, Path = path, Definition = definition };
}
