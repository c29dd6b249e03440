using DockerOps.Hosts;

namespace DockerOps.Installation;

/// <summary>A step of an installation, and what undoes it. Undoing what was never or only half done does no harm.</summary>
/// <param name="Run">The step.</param>
/// <param name="Undo">What takes away what it brought.</param>
internal sealed record InstallStep(HostStep Run, params IReadOnlyList<HostStep> Undo);
