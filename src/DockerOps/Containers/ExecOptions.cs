namespace DockerOps.Containers;

/// <summary>What to run in a container that runs already, and how.</summary>
public sealed record ExecOptions
{
    /// <summary>Program and arguments; they reach the program exactly as given, no shell in between.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Environment variables beside the container's own. Their values are never shown.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>The user, <c>name</c>, <c>uid</c>, or either with <c>:group</c>; null for the container's own.</summary>
    public string? User { get; init; }

    /// <summary>The folder to run in, absolute; null for the container's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Whether the command reads something.</summary>
    internal bool ReadsInput { get; init; }

    /// <summary>Whether the command gets the host's full capabilities.</summary>
    public bool Privileged { get; init; }
}
