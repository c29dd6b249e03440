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

    /// <summary>The value as it is written, quotes included; null when it is made in a unit's Environment=.</summary>
    public TextSpan? Written { get; init; }

    /// <summary>From the name to the value's end.</summary>
    public TextSpan? Whole { get; init; }

    /// <summary>Its place; null when it has none of its own.</summary>
    public SettingPlace? Place => Whole is { } whole ? new(Source.Path, whole, Written, IsAssignment: true) : null;

    /// <summary>Whether it stands inside an <c>if</c>, a loop or a function.</summary>
    public bool Conditional { get; init; }
}
