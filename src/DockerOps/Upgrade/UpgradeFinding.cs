namespace DockerOps;

/// <summary>Something that was noticed about a host before its engine is upgraded.</summary>
/// <param name="Severity">How much it weighs.</param>
/// <param name="Id">Which of the closed list.</param>
/// <param name="Message">What was noticed and what can be done, as sentences.</param>
public sealed record UpgradeFinding(UpgradeSeverity Severity, UpgradeFindingId Id, string Message)
{
    /// <summary>What was noticed and what can be done, without characters that could drive a terminal.</summary>
    public string Message { get; init; } = ArchiveText.Plain(Message);

    /// <summary>The severity and the message.</summary>
    public override string ToString() => $"{Severity}: {Message}";
}
