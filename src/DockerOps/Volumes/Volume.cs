namespace DockerOps;

/// <summary>A volume of an engine, as it was when the engine was asked.</summary>
public sealed record Volume
{
    /// <summary>The host whose engine has it.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>Its name; 64 hexadecimal digits where nobody gave one.</summary>
    public required string Name { get; init; }

    /// <summary>Who keeps its data: <c>local</c>, or a plugin's name.</summary>
    public required string Driver { get; init; }

    /// <summary>Where its data is on the host; null where the driver does not tell.</summary>
    public string? Mountpoint { get; init; }

    /// <summary>When it was made, UTC; null where the engine or the driver does not tell.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <summary>Its labels.</summary>
    public required IReadOnlyDictionary<string, string> Labels { get; init; }

    /// <summary>The driver's options it was made with; of the driver <c>local</c>, those of mount(8).</summary>
    public required IReadOnlyDictionary<string, string> Options { get; init; }

    /// <summary>The containers that use it, running or not, by name.</summary>
    public required IReadOnlyList<string> Containers { get; init; }

    /// <summary>Bytes of its files; null where that was not asked for, or the driver cannot tell.</summary>
    public long? Size { get; init; }

    /// <summary>Whether nobody gave it a name.</summary>
    public bool IsAnonymous => Name.Length == 64 && Name.All(char.IsAsciiHexDigitLower);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
