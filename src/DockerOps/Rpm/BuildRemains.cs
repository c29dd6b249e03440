using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>
/// Finds what package builds left on an engine whose client was killed. Everything a build makes has a label with the
/// build's id and its client: machine, process and the process's start. Those of clients that run are left alone.
/// </summary>
internal static class BuildRemains
{
    /// <summary>The label. Not that of base images: their builds remove all that has theirs and is not alive on the host.</summary>
    public const string Label = "org.dockerops.rpm";

    // Of a machine that nobody can ask any more; no step of a build takes this long.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly TimeSpan Precision = TimeSpan.FromSeconds(2);

    private static string Machine { get; } = MachineId();

    /// <summary>The label's value for a build of this process.</summary>
    /// <param name="id">The build's id.</param>
    public static string Mark(string id)
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{id}.{Machine}.{self.Id}.{new DateTimeOffset(self.StartTime).ToUnixTimeSeconds()}");
    }

    /// <summary>The calls that remove what is left of builds whose client is gone: containers, then images.</summary>
    public static async Task<IReadOnlyList<EngineRequest>> FindAsync(EngineClient engine, CancellationToken cancellation)
    {
        var containers = await ContainerList.ReadAsync(engine, [Label], [], cancellation).ConfigureAwait(false);
        var images = await ImageList.ReadAsync(engine, [Label], dangling: null, cancellation).ConfigureAwait(false);
        return
        [
            .. containers.Where(item => IsLeft(item.Labels[Label], item.Created)).Select(item => ContainerRequests.Remove(item.Id, force: true, volumes: true)),
            .. images.Where(item => IsLeft(item.Labels[Label], item.Created)).Select(item => ImageRequests.Remove(item.Name, force: true, keepParents: false)),
        ];
    }

    private static bool IsLeft(string mark, DateTimeOffset created) =>
        DateTimeOffset.UtcNow - created > Longest
        || (mark.Split('.') is [_, var machine, var process, var start] && machine == Machine && int.TryParse(process, CultureInfo.InvariantCulture, out var id)
            && long.TryParse(start, CultureInfo.InvariantCulture, out var seconds) && !Runs(id, DateTimeOffset.FromUnixTimeSeconds(seconds)));

    private static bool Runs(int id, DateTimeOffset start)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return (new DateTimeOffset(process.StartTime) - start).Duration() <= Precision;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // There is none, or it has just ended.
            return false;
        }
        catch (Win32Exception)
        {
            // One that this user may not look at.
            return true;
        }
    }

    // Where process ids mean something: a start of a machine, and a namespace of it. Machines of one name are not taken for each other.
    private static string MachineId()
    {
        var boot = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id") : "";
        var space = OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name : null;
        return Hex.Lower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\0{boot}\0{space}")))[..12];
    }
}
