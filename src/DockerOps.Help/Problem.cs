namespace DockerOps.Help;

/// <summary>Something wrong with a page or the manifest, printed in the form that MSBuild and editors turn into a link.</summary>
/// <param name="File">The file, as its path was given.</param>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Text">One sentence.</param>
internal sealed record Problem(string File, int Line, string Text)
{
    public override string ToString() => $"{File}({Line}): error HELP: {Text}";
}
