namespace DockerOps.Daemon;

/// <summary>One assignment of a variable.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Value">Its value without the quotes, every character with its line.</param>
/// <param name="Source">Where the name stands.</param>
internal sealed record Assignment(string Name, PlacedText Value, DaemonSource Source)
{
    /// <summary>Whether it is exported, there or by a later line.</summary>
    public bool Exported { get; init; }

    /// <summary>What in the value only a shell could tell: <c>$(hostname)</c>; null when all is known.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether it goes on from the variable's earlier value, so that nothing of that is lost.</summary>
    public bool Extends { get; init; }

    /// <summary>Whether it stands inside an <c>if</c>, a loop or a function.</summary>
    public bool Conditional { get; init; }
}
