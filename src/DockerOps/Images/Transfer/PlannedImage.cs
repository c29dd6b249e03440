namespace DockerOps.Images.Transfer;

/// <summary>What one destination needs of one image.</summary>
/// <param name="Image">The image.</param>
/// <param name="IsThere">Whether the destination has the very image.</param>
/// <param name="HasName">Whether it has it under the wanted name.</param>
/// <param name="Present">How many of its lowest layers the destination has.</param>
/// <param name="PreviousId">The image that bears the name there now; null when none does.</param>
internal sealed record PlannedImage(SourceImage Image, bool IsThere, bool HasName, int Present, string? PreviousId)
{
    /// <summary>The layers to send.</summary>
    public IEnumerable<string> Missing => IsThere ? [] : Image.DiffIds.Skip(Present);
}
