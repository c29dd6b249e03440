using System.Globalization;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Volumes;

/// <summary>Reads the volumes of an engine.</summary>
public static class VolumeList
{
    /// <summary>All volumes, by name.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="labels">Only those with these labels: <c>key</c> or <c>key=value</c>.</param>
    /// <param name="drivers">Only those of these drivers.</param>
    /// <param name="dangling">Only those that no container (true) or some container (false) uses.</param>
    /// <param name="measure">Whether to have their files measured, which can take minutes.</param>
    /// <param name="cancellation">Ends the calls.</param>
    /// <exception cref="DockerOpsException">InvalidInput: the engine knows no such filter. Unreachable.</exception>
    public static async Task<IReadOnlyList<Volume>> ReadAsync(
        EngineClient engine, IReadOnlyCollection<string> labels, IReadOnlyCollection<string> drivers, bool? dangling, bool measure, CancellationToken cancellation)
    {
        var answer = await engine.ReadAsync(VolumeRequests.List(labels, drivers, dangling), WireJson.Default.WireVolumes, cancellation).ConfigureAwait(false);
        var users = await UsersAsync(engine, cancellation).ConfigureAwait(false);
        var sizes = measure ? await SizesAsync(engine, cancellation).ConfigureAwait(false) : [];
        return [.. (answer.Volumes ?? [])
            .OrderBy(volume => volume.Name, StringComparer.Ordinal)
            .Select(volume => From(engine.Host, volume, users) with { Size = sizes.TryGetValue(volume.Name, out var size) ? size : null })];
    }

    /// <summary>One volume.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: the engine has no such volume. InvalidInput: no volume's name.</exception>
    public static async Task<Volume> FindAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        var volume = await LookAsync(engine, name, cancellation).ConfigureAwait(false)
            ?? throw new DockerOpsException(FailureKind.NotFound, $"'{engine.Host}' has no volume '{name}'. See Get-DockerVolume.", name);
        return From(engine.Host, volume, await UsersAsync(engine, cancellation).ConfigureAwait(false));
    }

    /// <summary>One volume as the engine tells it; null when there is none of that name.</summary>
    internal static async Task<WireVolume?> LookAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        try
        {
            return await engine.ReadAsync(VolumeRequests.Inspect(name), WireJson.Default.WireVolume, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return null;
        }
    }

    private static async Task<ILookup<string, string>> UsersAsync(EngineClient engine, CancellationToken cancellation)
    {
        var containers = await ContainerList.ReadAsync(engine, [], [], cancellation).ConfigureAwait(false);
        return containers
            .SelectMany(container => container.Mounts.Select(mount => mount.Volume).OfType<string>().Distinct(), (container, volume) => (container.Name, volume))
            .ToLookup(use => use.volume, use => use.Name);
    }

    private static async Task<Dictionary<string, long>> SizesAsync(EngineClient engine, CancellationToken cancellation)
    {
        var usage = await engine.ReadAsync(VolumeRequests.Measure(), WireJson.Default.WireUsage, cancellation).ConfigureAwait(false);
        // -1 where the driver cannot tell (moby, api/swagger.yaml, Volume.UsageData).
        return (usage.Volumes ?? []).Where(volume => volume.UsageData is { Size: >= 0 }).DistinctBy(volume => volume.Name).ToDictionary(volume => volume.Name, volume => volume.UsageData!.Size);
    }

    private static Volume From(DockerHost host, WireVolume wire, ILookup<string, string> users) => new()
    {
        DockerHost = host,
        Name = wire.Name,
        Driver = wire.Driver ?? "local",
        Mountpoint = wire.Mountpoint is { Length: > 0 } path ? path : null,
        Created = DateTimeOffset.TryParse(wire.CreatedAt, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : null,
        Labels = wire.Labels ?? [],
        Options = wire.Options ?? [],
        Containers = [.. users[wire.Name].Order(StringComparer.Ordinal)],
    };
}
