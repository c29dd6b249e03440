using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>A wish: what a setting shall be.</summary>
/// <param name="Name">The setting, in any spelling of its option: <c>data-root</c>, <c>--graph</c>, <c>-g</c>, <c>DOCKER_TMPDIR</c>.</param>
/// <param name="Value">
/// Its value in JSON; null takes it away. Lists and maps are what is given, whole. Text is read as the option's kind: <c>"3"</c> for a
/// number, <c>"a=b"</c> for a map, <c>"nofile=1024:2048"</c> as the flag takes it.
/// </param>
public sealed record DaemonChange(string Name, JsonElement? Value)
{
    /// <summary>The option that is meant; null when no engine knows it.</summary>
    internal DaemonOption? Option => DaemonOptions.Find(Name) ?? DaemonOptions.Find("--" + Name);

    /// <summary>The setting's one name.</summary>
    internal string Setting => Option?.Name ?? Name;
}
