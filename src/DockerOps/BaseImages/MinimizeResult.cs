namespace DockerOps;

/// <summary>What one step of minimising a base image did.</summary>
public sealed record MinimizeResult
{
    /// <summary>The step.</summary>
    public required MinimizeStep Step { get; init; }

    /// <summary>Bytes of the root file system before it.</summary>
    public required long Before { get; init; }

    /// <summary>Bytes of the root file system after it.</summary>
    public required long After { get; init; }

    /// <summary>Bytes saved.</summary>
    public long Saved => Before - After;
}
