namespace DockerOps.Daemon;

/// <summary>What a file of variables assigns.</summary>
/// <param name="Items">The assignments, in order.</param>
/// <param name="Problem">Why it cannot be read to its end, or null.</param>
internal sealed record AssignmentList(IReadOnlyList<Assignment> Items, ConfigFinding? Problem)
{
    public static AssignmentList None { get; } = new([], null);
}
