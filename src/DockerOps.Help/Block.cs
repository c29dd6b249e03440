namespace DockerOps.Help;

/// <summary>What a block of a page is.</summary>
internal enum BlockKind
{
    Paragraph,
    Item,
    Code,
}

/// <summary>A paragraph, a list item or a fenced block of code.</summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Text">Markdown on one line for prose; the lines as they stand for code.</param>
/// <param name="Language">What stands behind the opening fence; empty for prose.</param>
/// <param name="Line">The line it begins on.</param>
internal sealed record Block(BlockKind Kind, string Text, string Language, int Line);
