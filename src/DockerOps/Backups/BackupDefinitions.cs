using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace DockerOps.Backups;

/// <summary>The definitions in a backup's documents. Whatever is made of one later is made once here, so that a wrong one shows before anything is changed.</summary>
internal static partial class BackupDefinitions
{
    /// <summary>The containers.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: one is no definition, or two are of one container.</exception>
    public static IReadOnlyList<ContainerDefinition> Containers(Backup backup, IReadOnlyList<JsonObject> documents) =>
        Checked(() => Containers(documents), e => Corrupt(backup, e));

    /// <summary>The same of an engine, which may tell anything.</summary>
    public static IReadOnlyList<ContainerDefinition> Containers(DockerHost host, IEnumerable<JsonObject> documents) =>
        Checked(() => Containers(documents), e => Wrong(host, e));

    private static List<ContainerDefinition> Containers(IEnumerable<JsonObject> documents)
    {
        var containers = documents.Select(json => new ContainerDefinition(json)).OrderBy(container => container.Name, StringComparer.Ordinal).ToList();
        var names = containers.ToDictionary(container => container.Id, container => container.Name);
        _ = names.ToDictionary(name => name.Value);
        foreach (var container in containers)
        {
            // They become the names of files and lines of the journal.
            if (!Name().IsMatch(container.Name) || !container.Id.All(char.IsAsciiLetterOrDigit)) throw new FormatException("One has no name.");
            var rebuild = new ContainerRebuild(container, names, container.ImageId);
            _ = (container.EndsWhenStopped, container.Volumes.Count(), rebuild.Needs.Count(), rebuild.DifferencesFrom(rebuild), rebuild.Create, rebuild.Starts.Count());
            _ = (container.HostFolders.Count(), container.OwnSize);
        }

        return containers;
    }

    /// <summary>The networks.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: one is no definition.</exception>
    public static IReadOnlyList<JsonObject> Networks(Backup backup, IReadOnlyList<JsonObject> documents) =>
        Checked(() => Networks(documents), e => Corrupt(backup, e));

    /// <summary>The same of an engine.</summary>
    public static IReadOnlyList<JsonObject> Networks(DockerHost host, IEnumerable<JsonObject> documents) =>
        Checked(() => Networks(documents), e => Wrong(host, e));

    private static List<JsonObject> Networks(IEnumerable<JsonObject> documents)
    {
        var networks = documents.OrderBy(NetworkDefinition.NameOf, StringComparer.Ordinal).ToList();
        foreach (var network in networks)
        {
            if (NetworkDefinition.NameOf(network).Length == 0) throw new FormatException("One has no name.");
            _ = NetworkDefinition.Body(network);
        }

        return networks;
    }

    private static T Checked<T>(Func<T> read, Func<Exception, DockerOpsException> wrong)
    {
        try
        {
            return read();
        }
        // What a value of JSON says that is of another kind than asked for, and a dictionary of a key that is there twice.
        catch (Exception e) when (e is InvalidOperationException or FormatException or ArgumentException)
        {
            throw wrong(e);
        }
    }

    private static DockerOpsException Corrupt(Backup backup, Exception e) =>
        new(FailureKind.Corrupt, $"The backup '{backup.Path}' holds definitions that are none: {e.Message}", backup.Path, e);

    private static DockerOpsException Wrong(DockerHost host, Exception e) =>
        new(FailureKind.EngineError, $"'{host}' answers, but not as a Docker engine does: {e.Message}", host, e);

    // moby, daemon/names.
    [GeneratedRegex(@"^[a-zA-Z0-9][a-zA-Z0-9_.-]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
