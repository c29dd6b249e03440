namespace DockerOps.Daemon;

/// <summary>A word of a command line.</summary>
/// <param name="Text">The word without its quotes.</param>
/// <param name="Source">Where it stands.</param>
/// <param name="Variable">The variable whose value it stands in, or null.</param>
internal sealed record PlacedWord(string Text, DaemonSource Source, string? Variable = null);
