using DockerOps.Daemon;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Upgrade;
using DockerOps.Volumes;

namespace DockerOps.Installation;

/// <summary>Reads what a host's engine is, whether it answers or not.</summary>
public static class EngineReading
{
    /// <summary>Reads it: from the engine, and where commands can be run on the host from its files and its init system too.</summary>
    /// <param name="session">The host.</param>
    /// <param name="measure">Whether to have sizes measured, which can take minutes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">Unreachable: no engine answers and no command can be run there. NotPermitted.</exception>
    public static async Task<DockerEngine> ReadAsync(HostSession session, bool measure, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        var engine = await AskAsync(session, measure, cancellation).ConfigureAwait(false);
        return session.HasShell ? await LookAsync(session, engine, cancellation).ConfigureAwait(false) : engine;
    }

    private static async Task<DockerEngine> AskAsync(HostSession session, bool measure, CancellationToken cancellation)
    {
        VersionInfo version;
        try
        {
            version = await session.Engine.RenewVersionAsync(cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (session.HasShell && e.Kind is FailureKind.Unreachable or FailureKind.EngineError)
        {
            return new() { DockerHost = session.Host, IsRunning = false };
        }

        var info = await EngineInfo.ReadAsync(session.Engine, cancellation).ConfigureAwait(false);
        var volumes = await session.Engine.ReadAsync(VolumeRequests.List([], [], null), WireJson.Default.WireVolumes, cancellation).ConfigureAwait(false);
        var usage = measure ? await session.Engine.ReadAsync(EngineRequest.Get("/system/df"), WireJson.Default.WireUsage, cancellation).ConfigureAwait(false) : null;
        return new()
        {
            DockerHost = session.Host,
            IsRunning = true,
            Version = version.Engine,
            ApiVersion = version.Api.ToString(),
            ContainerdVersion = version.Components.GetValueOrDefault("containerd"),
            RuncVersion = version.Components.GetValueOrDefault("runc"),
            DataRoot = info.DataRoot,
            StorageDriver = info.Driver,
            ImageStore = info.UsesContainerdStore ? "containerd" : "graph driver",
            LiveRestore = info.LiveRestore,
            SwarmRole = info.SwarmRole,
            Images = info.Images,
            Containers = info.Containers,
            RunningContainers = info.RunningContainers,
            Volumes = volumes.Volumes?.Count ?? 0,
            ImagesSize = usage?.LayersSize,
            ContainersSize = usage?.Containers?.Select(container => container.SizeRw ?? 0).Total(),
            // -1 where the driver cannot tell (moby, api/swagger.yaml, Volume.UsageData).
            VolumesSize = usage?.Volumes?.Select(volume => volume.UsageData?.Size ?? 0).Total() ?? (usage is null ? null : 0),
        };
    }

    private static async Task<DockerEngine> LookAsync(HostSession session, DockerEngine engine, CancellationToken cancellation)
    {
        var facts = await HostFactsProbe.RunAsync(session.Shell, engine.DataRoot, cancellation).ConfigureAwait(false);
        // What needs root is asked as root where that can be had, and is left out elsewhere.
        var shell = facts.Privilege == Privilege.Sudo ? await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false) : session.Shell;
        var service = await EngineServiceProbe.RunAsync(shell, null, cancellation).ConfigureAwait(false);
        engine = engine with { Service = service, InitSystem = facts.InitSystem, Program = service.Program };
        // A process on a socket of its own has its programs where its starter chose.
        if (service is { Kind: EngineServiceKind.Process or EngineServiceKind.None } && session.Host.SocketPath is not (DockerHost.DefaultSocket or "/run/docker.sock"))
            return engine;
        var programs = await UpgradeFactsProbe.RunAsync(shell, engine.DataRoot ?? "/var/lib/docker", cancellation).ConfigureAwait(false);
        var program = programs.Programs.GetValueOrDefault(programs.EngineProgram);
        return engine with
        {
            Version = engine.Version ?? programs.Versions.GetValueOrDefault(programs.EngineProgram),
            ClientVersion = programs.Versions.GetValueOrDefault("docker"),
            ContainerdVersion = engine.ContainerdVersion ?? programs.Versions.GetValueOrDefault("containerd"),
            RuncVersion = engine.RuncVersion ?? programs.Versions.GetValueOrDefault("runc"),
            Program = service.Program ?? program,
            Installation = program is null ? EngineInstallation.Unknown : programs.EnginePackage is null ? EngineInstallation.Static : EngineInstallation.Package,
            Package = programs.EnginePackage is { } package ? Spell(package) : null,
            Packages = [.. programs.Packages.Select(Spell)],
        };
    }

    // An epoch of zero is as good as none.
    private static string Spell(HostPackage package) =>
        $"{package.Name} {(package.Version.StartsWith("0:", StringComparison.Ordinal) ? package.Version[2..] : package.Version)} {package.Architecture}";
}
