namespace DockerOps.Daemon;

/// <summary>Where a character of a value stands in its file.</summary>
/// <param name="Source">The file and the line.</param>
/// <param name="Start">The position of its first character in the text; -1 where it is not written in any file.</param>
/// <param name="End">The position after its last one: an escaped character takes two.</param>
internal readonly record struct TextPlace(DaemonSource Source, int Start = -1, int End = -1)
{
    /// <summary>The quote it stands in; NUL outside of quotes.</summary>
    public char Quote { get; init; }
}
