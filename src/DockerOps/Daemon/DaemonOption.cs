namespace DockerOps;

/// <summary>One option of the daemon through all engines from 1.4 to 29.</summary>
/// <param name="Name">Its one name: that of the newest engine's daemon.json.</param>
/// <param name="Kind">The kind of value.</param>
/// <param name="Reloadable">Whether the engine takes a change of it from daemon.json without a restart.</param>
/// <param name="Spellings">How it is and was written, newest first.</param>
public sealed record DaemonOption(string Name, DaemonOptionKind Kind, bool Reloadable, IReadOnlyList<DaemonSpelling> Spellings)
{
    /// <summary>Whether values in several places add up instead of replacing each other.</summary>
    public bool IsMany => Kind is DaemonOptionKind.List or DaemonOptionKind.Map;

    /// <summary>The spellings that a flag, a key or a variable may be of, newest first.</summary>
    internal IReadOnlyList<DaemonSpelling> Of(string written) => Kind == DaemonOptionKind.Variable ? Spellings :
        [.. Spellings.Where(s => written == "--" + s.Flag || (s.Letter is { } letter && written == "-" + letter) || (s.Key is not null && written == s.Key))];

    /// <summary>How it is written for the newest engine of a version; null when that engine has it not.</summary>
    internal string? For(Version version, bool inFile) => Spellings
        .Where(s => s.Takes(version))
        .Select(s => inFile ? s.Key : s.Flag is null ? null : "--" + s.Flag)
        .FirstOrDefault(written => written is not null);
}
