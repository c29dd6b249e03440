namespace DockerOps.Help;

/// <summary>A heading with what stands under it.</summary>
/// <param name="Title">The heading's text.</param>
/// <param name="Line">The heading's line.</param>
/// <param name="Blocks">What stands before the first heading of the next level.</param>
/// <param name="Children">The headings of the next level.</param>
internal sealed record Section(string Title, int Line, IReadOnlyList<Block> Blocks, IReadOnlyList<Section> Children)
{
    /// <summary>The child of this name in whatever case, or null.</summary>
    public Section? Child(string title) =>
        Children.FirstOrDefault(child => string.Equals(child.Title, title, StringComparison.OrdinalIgnoreCase));
}
