namespace DockerOps;

/// <summary>What became of one step of a run.</summary>
/// <param name="Id">Its name: <c>stop-engine</c>.</param>
/// <param name="IsBack">Whether it was undone, on the way back.</param>
/// <param name="Started">When it began, UTC.</param>
/// <param name="Duration">How long it took; null when it did not come to its end.</param>
/// <param name="Failure">Why it failed; null when it worked or did not come to its end.</param>
public sealed record StepReport(string Id, bool IsBack, DateTimeOffset Started, TimeSpan? Duration, string? Failure)
{
    /// <summary>Its name, and what became of it.</summary>
    public override string ToString() => (IsBack ? $"back: {Id}" : Id) + (Failure is not null ? ", failed" : Duration is null ? ", not ended" : "");
}
