namespace DockerOps;

/// <summary>A daemon's configuration: the files it is in and the settings they make.</summary>
public sealed record DaemonConfig
{
    /// <summary>The host; null for files that are on no host.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>The engine's version as its program tells it; null when there is none.</summary>
    public string? EngineVersion { get; init; }

    /// <summary>Whether systemd starts the engine.</summary>
    public required bool IsSystemd { get; init; }

    /// <summary>The files, in the order in which they are read.</summary>
    public required IReadOnlyList<DaemonFile> Files { get; init; }

    /// <summary>Every setting, at every place it is made.</summary>
    public required IReadOnlyList<DaemonSetting> Settings { get; init; }

    /// <summary>Whether there is a docker.socket unit; null when that is not known.</summary>
    internal bool? HasSocketUnit { get; init; }

    /// <summary>The engine's arguments as they are put together.</summary>
    internal IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>What was noticed while the files were read and put together.</summary>
    internal IReadOnlyList<ConfigFinding> Problems { get; init; } = [];

    /// <summary>What the engine uses of a setting: the items of a list, one value of others. A list that is given and empty has none.</summary>
    internal IReadOnlyList<string> ValuesOf(string name) =>
        [.. Settings.Where(s => s.Name == name && s.Effective && !(s.Option?.Kind == DaemonOptionKind.List && s.Value == "[]")).Select(s => s.Value)];
}
