namespace DockerOps.Daemon;

/// <summary>One <c>Key=value</c> of a unit, its continued lines joined.</summary>
internal sealed record UnitEntry(string Section, string Key, PlacedText Value, DaemonSource Source)
{
    /// <summary>Whether it takes back what came before it (systemd.syntax(7): an empty assignment resets a list).</summary>
    public bool IsReset => Value.Length == 0;
}
