namespace DockerOps;

/// <summary>A part of making a base image, and how long it took.</summary>
/// <param name="Name">The part: <c>prepare</c>, <c>install</c>, <c>finish</c>, <c>import</c>, <c>prove</c>.</param>
/// <param name="Duration">Its time.</param>
public sealed record BuildPhase(string Name, TimeSpan Duration)
{
    /// <summary>Its name and time.</summary>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {Duration.TotalSeconds:0.0} s");
}
