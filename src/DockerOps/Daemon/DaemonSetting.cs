namespace DockerOps;

/// <summary>One setting at the place it is made. What is set in several places, or to a list, comes once for each.</summary>
public sealed record DaemonSetting
{
    /// <summary>The host; null for files that are on no host.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>The one name of the setting, that of the newest engine's daemon.json: <c>data-root</c> for <c>-g</c>, <c>hosts</c> for <c>-H</c>. Of what no engine knows, the name as it is written; of the environment, the variable.</summary>
    public required string Name { get; init; }

    /// <summary>The value as text: one item of a list, <c>key=value</c> of a map. Objects inside are JSON. Passwords of proxies are masked.</summary>
    public required string Value { get; init; }

    /// <summary>The file and the line.</summary>
    public required DaemonSource Source { get; init; }

    /// <summary>How it is written there: <c>-g</c>, <c>--data-root</c>, <c>data-root</c>, <c>DOCKER_TMPDIR</c>.</summary>
    public required string Spelling { get; init; }

    /// <summary>What gives it to the engine.</summary>
    public required DaemonSettingOrigin Origin { get; init; }

    /// <summary>Whether the engine uses it: nothing takes its place, somebody reads it, and it does not keep the engine from starting.</summary>
    public bool Effective { get; init; } = true;

    /// <summary>The place that takes its place, or that it fights with.</summary>
    public DaemonSource? OverriddenBy { get; init; }

    /// <summary>Whether a change takes effect with a reload (SIGHUP) and needs no restart. Only daemon.json is reloaded.</summary>
    public bool Reloadable { get; init; }

    /// <summary>The variable whose value the flag stands in; null for a flag in a command line.</summary>
    public string? Variable { get; init; }

    /// <summary>Whether it is given to the engine at all, be it to be refused.</summary>
    internal bool ReachesEngine { get; init; } = true;

    /// <summary>What the table knows of it.</summary>
    internal DaemonOption? Option { get; init; }

    /// <summary>Which part of the file makes it; null when that cannot be changed by itself.</summary>
    internal SettingPlace? Place { get; init; }
}
