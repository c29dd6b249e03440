namespace DockerOps.Images.Transfer;

/// <summary>An image as an archive that is being made lists it.</summary>
/// <param name="Config">Its configuration.</param>
/// <param name="Reference">Its name; null without one.</param>
/// <param name="DiffIds">Its layers, lowest first.</param>
internal sealed record ArchiveEntry(byte[] Config, ImageReference? Reference, IReadOnlyList<string> DiffIds);
