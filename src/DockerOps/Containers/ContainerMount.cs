namespace DockerOps;

/// <summary>Something mounted in a container.</summary>
/// <param name="Type"><c>bind</c>, <c>volume</c> or <c>tmpfs</c>.</param>
/// <param name="Volume">The volume's name; null when it is none.</param>
/// <param name="Source">The path on the host; null when there is none.</param>
/// <param name="Destination">The path inside.</param>
/// <param name="IsReadOnly">Whether the container may only read it.</param>
public sealed record ContainerMount(string Type, string? Volume, string? Source, string Destination, bool IsReadOnly)
{
    /// <summary>As it is written after <c>-Volume</c>: <c>/srv:/srv:ro</c>.</summary>
    public override string ToString() => $"{Volume ?? Source}:{Destination}{(IsReadOnly ? ":ro" : "")}";
}
