namespace DockerOps;

/// <summary>Something in a yum configuration that will not do what its author meant.</summary>
/// <param name="Line">The line, from 1; 0 when it is about the whole.</param>
/// <param name="Section">The section it is in; null outside of sections.</param>
/// <param name="Option">The option it is about; null when it is about the whole section.</param>
/// <param name="IsError">Whether yum or dnf cannot work with it; false for what they accept but should not be.</param>
/// <param name="Message">A sentence for the user.</param>
public sealed record YumFinding(int Line, string? Section, string? Option, bool IsError, string Message)
{
    /// <summary>Where, and what.</summary>
    public override string ToString() => Line > 0 ? $"line {Line}: {Message}" : Message;
}
