using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>One step of a run. Every part of it may be done twice without harm, for a client can die before it could write that it was done.</summary>
/// <param name="Id">Its name in the journal.</param>
/// <param name="What">What it does, in words.</param>
/// <param name="Run">What is run.</param>
/// <param name="Undo">What undoes it.</param>
/// <param name="Verified">How it is known to have worked.</param>
/// <param name="IsDowntime">Whether the engine is down meanwhile.</param>
internal sealed record RunStep(
    string Id, string What, IReadOnlyList<HostStep> Run, IReadOnlyList<HostStep> Undo, string Verified, bool IsDowntime = false)
{
    /// <summary>The step as it is shown.</summary>
    public UpgradeStep Describe(HostShell shell) => new()
    {
        Id = Id,
        What = What,
        DockerHost = shell.Host,
        Commands = [.. Run.Select(step => step.Show(shell))],
        IsDowntime = IsDowntime,
        Verified = Verified,
        Undo = [.. Undo.Select(step => step.Show(shell))],
    };
}
