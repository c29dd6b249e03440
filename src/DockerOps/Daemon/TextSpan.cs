namespace DockerOps;

/// <summary>A piece of a text.</summary>
/// <param name="Start">Its first position.</param>
/// <param name="End">The position after its last one.</param>
internal readonly record struct TextSpan(int Start, int End)
{
    /// <summary>The text with another one in its place.</summary>
    public string Replace(string text, string by) => string.Concat(text.AsSpan(0, Start), by, text.AsSpan(End));
}
