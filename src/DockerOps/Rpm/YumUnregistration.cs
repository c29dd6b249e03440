using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Rpm;

/// <summary>Takes a repository off a host: out of its .repo file, which goes when nothing else is in it, or out of an SME server's database.</summary>
public static class YumUnregistration
{
    /// <summary>Looks at the host and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="id">The repository's id.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotFound: the host does not know it. NotPermitted: no root. Corrupt: its file cannot be read.</exception>
    public static async Task<YumRepositoryPlan> PrepareAsync(HostSession session, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        var shell = await YumHost.RootAsync(session, facts, cancellation).ConfigureAwait(false);
        var files = await YumHostFiles.ReadAsync(shell, cancellation).ConfigureAwait(false);
        var all = YumRepositoryList.Of(session.Host, files).Repositories;
        var found = all.Where(entry => entry.Id == id).ToList();
        if (found.Count == 0) throw new DockerOpsException(FailureKind.NotFound, $"'{session.Host}' has no repository '{id}'.", id);

        List<HostStep> steps = [];
        foreach (var path in found.Select(entry => entry.Path).Distinct(StringComparer.Ordinal))
        {
            if (path == YumRepositoryRegistration.Database) steps.AddRange([YumDatabase.Delete(id), YumDatabase.Apply]);
            else steps.Add(FromFile(files.Files.First(file => file.Path == path), id));
        }

        var others = all.Where(entry => entry.Id != id).Select(entry => entry.Definition).ToList();
        foreach (var entry in found)
        {
            var name = entry.Path == YumRepositoryRegistration.Database ? id : Path.GetFileNameWithoutExtension(entry.Path);
            if (await YumPublicKey.OfAsync(shell, name, entry.Definition, others, cancellation).ConfigureAwait(false) is { } key)
                steps.Add(new CommandStep("rm", "-f", "--", key));
        }

        return new YumRepositoryPlan(shell, $"Unregister {id} on {session.Host}") { Repositories = found, Steps = steps };
    }

    private static HostStep FromFile(YumHostFile file, string id)
    {
        var rest = YumConfiguration.Parse(file.Text, file.Path).Without(id);
        return rest.Sections.Count == 0 ? new CommandStep("rm", "-f", "--", file.Path) : file.With(rest.ToString());
    }
}
