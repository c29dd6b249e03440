using DockerOps.Containers;
using DockerOps.Engine;

namespace DockerOps.Backups;

/// <summary>
/// A container that is never started and mounts one volume, by which the engine reads and writes it: the way where no root
/// shell sees the engine's files, and for drivers that keep their data elsewhere.
/// </summary>
/// <param name="Engine">The engine.</param>
/// <param name="Image">Any image it has.</param>
/// <param name="Volume">The volume.</param>
/// <param name="IsReadOnly">Whether it is only read.</param>
internal sealed record VolumeMount(EngineClient Engine, string Image, string Volume, bool IsReadOnly)
{
    /// <summary>The container's label; its value is the volume's name.</summary>
    public const string Label = "org.dockerops.volume";

    private const string Folder = "/dockerops-volume";

    private EngineRequest Create => ContainerRequests.Create(Spec);

    /// <summary>The calls, for people to read.</summary>
    public IReadOnlyList<EngineRequest> Reading => [Create, ReadFrom(ContainerRequests.LaterId), RemoveOf(ContainerRequests.LaterId)];

    /// <summary>The calls that write, for people to read.</summary>
    public IReadOnlyList<EngineRequest> Writing(string source) => [Create, WriteTo(ContainerRequests.LaterId, source), RemoveOf(ContainerRequests.LaterId)];

    private ContainerSpec Spec => new()
    {
        Image = Image,
        // Never run, but an image need not have a command of its own.
        Command = ["true"],
        Network = "none",
        Volumes = [VolumeSpec.Parse($"{Volume}:{Folder}{(IsReadOnly ? ":ro" : "")}")],
        Labels = new Dictionary<string, string> { [Label] = Volume },
    };

    public static EngineRequest ReadFrom(string id) => CopyRequests.Read(id, Folder + "/.");

    public static EngineRequest WriteTo(string id, string source) => CopyRequests.Write(id, Folder, source);

    /// <summary>Makes the container, lets it be used, and removes it, whatever happens.</summary>
    public async Task<T> UseAsync<T>(Func<string, Task<T>> use, CancellationToken cancellation)
    {
        var (id, _) = await ContainerCreation.RunAsync(Engine, Spec, cancellation).ConfigureAwait(false);
        try
        {
            return await use(id).ConfigureAwait(false);
        }
        finally
        {
            await ContainerRemoval.RunAsync(Engine, RemoveOf(id), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static EngineRequest RemoveOf(string id) => ContainerRequests.Remove(id, force: true, volumes: true);
}
