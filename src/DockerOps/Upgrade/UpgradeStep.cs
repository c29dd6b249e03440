namespace DockerOps;

/// <summary>One step of an upgrade, as it is shown; it is made from the very values that are run.</summary>
public sealed record UpgradeStep
{
    /// <summary>Its name in the journal: <c>stop-engine</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it does, in words.</summary>
    public required string What { get; init; }

    /// <summary>The host.</summary>
    public required DockerHost DockerHost { get; init; }

    // Lists are arrays here: a shell indexes nothing else.

    /// <summary>The commands and calls, exactly as they are run.</summary>
    public required IReadOnlyList<string> Commands { get; init => field = value.ToArray(); }

    /// <summary>Whether the engine is down while it runs.</summary>
    public required bool IsDowntime { get; init; }

    /// <summary>How the step is known to have worked, in words.</summary>
    public required string Verified { get; init; }

    /// <summary>The commands and calls that undo it, exactly as they are run; none when there is nothing to undo.</summary>
    public required IReadOnlyList<string> Undo { get; init => field = value.ToArray(); }

    /// <summary>The id and what it does.</summary>
    public override string ToString() => $"{Id}: {What}";
}
