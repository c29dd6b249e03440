using System.Text.Json.Nodes;

namespace DockerOps.Backups;

/// <summary>The definitions in a backup's documents. Whatever is made of one later is made once here, so that a wrong one shows before anything is changed.</summary>
internal static class BackupDefinitions
{
    /// <summary>The containers.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: one is no definition, or two are of one container.</exception>
    public static IReadOnlyList<ContainerDefinition> Containers(Backup backup, IReadOnlyList<JsonObject> documents) => Checked(backup, () =>
    {
        var containers = documents.Select(json => new ContainerDefinition(json)).ToList();
        var names = containers.ToDictionary(container => container.Id, container => container.Name);
        _ = names.ToDictionary(name => name.Value);
        foreach (var container in containers)
        {
            if (container.Name.Length == 0) throw new FormatException("One has no name.");
            var rebuild = new ContainerRebuild(container, names, container.ImageId);
            _ = (container.EndsWhenStopped, container.Volumes.Count(), rebuild.Needs.Count(), rebuild.DifferencesFrom(rebuild), rebuild.Create, rebuild.Starts.Count());
        }

        return containers;
    });

    /// <summary>The networks.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: one is no definition.</exception>
    public static IReadOnlyList<JsonObject> Networks(Backup backup, IReadOnlyList<JsonObject> documents) => Checked(backup, () =>
    {
        foreach (var network in documents)
        {
            if (NetworkDefinition.NameOf(network).Length == 0) throw new FormatException("One has no name.");
            _ = NetworkDefinition.Body(network);
        }

        return documents;
    });

    private static T Checked<T>(Backup backup, Func<T> read)
    {
        try
        {
            return read();
        }
        // What a value of JSON says that is of another kind than asked for, and a dictionary of a key that is there twice.
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"The backup '{backup.Path}' holds definitions that are none: {e.Message}", backup.Path, e);
        }
    }
}
