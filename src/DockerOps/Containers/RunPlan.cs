using DockerOps.Engine;

namespace DockerOps.Containers;

/// <summary>The calls that run a container to its end, in order. The id is filled in once the first one is answered.</summary>
/// <param name="Create">Makes it.</param>
/// <param name="Attach">Joins its output before there is any, so that none is lost whatever the log driver.</param>
/// <param name="Start">Starts it.</param>
/// <param name="Wait">Asks for its exit code.</param>
/// <param name="Remove">Removes it.</param>
/// <param name="Keep">Whether it stays after its end. It is removed all the same when it did not come to one.</param>
public sealed record RunPlan(
    EngineRequest Create, EngineRequest Attach, EngineRequest Start, EngineRequest Wait, EngineRequest Remove, bool Keep)
{
    /// <summary>What will be called when all goes well.</summary>
    public IReadOnlyList<EngineRequest> Steps => Keep ? [Create, Attach, Start, Wait] : [Create, Attach, Start, Wait, Remove];

    /// <summary>Makes the plan.</summary>
    /// <param name="spec">The container.</param>
    /// <param name="keep">Whether it stays.</param>
    /// <param name="id">Its id; <see cref="ContainerRequests.LaterId"/> before it has one.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: something in the container makes no sense.</exception>
    public static RunPlan For(ContainerSpec spec, bool keep, string id = ContainerRequests.LaterId) => new(
        ContainerRequests.Create(spec),
        ContainerRequests.Attach(id),
        ContainerRequests.Start(id),
        ContainerRequests.Wait(id),
        ContainerRequests.Remove(id, force: true, volumes: true),
        keep);
}
