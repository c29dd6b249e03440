using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DockerOps;

/// <summary>
/// What a client writes on things that it makes on an engine for a while: an id, and who it is: machine, process and the process's
/// start. What a client has left that was killed is told by it from what one that runs has in use.
/// </summary>
internal static class ClientMark
{
    // Of a machine that nobody can ask any more; nothing that bears a mark is needed for this long.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(1);
    private static readonly long Precision = OperatingSystem.IsLinux() ? 0 : 2;

    // The 22nd; the third follows the name in brackets.
    private const int StartField = 19;

    private static string Machine { get; } = MachineId();

    /// <summary>The mark of this process.</summary>
    /// <param name="id">What it is about, without a dot.</param>
    public static string Of(string id)
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{id}.{Machine}.{self.Id}.{StartOf(self)}");
    }

    /// <summary>Whether the client is gone whose mark it is: it is known to be, or the thing is too old.</summary>
    /// <param name="mark">The mark.</param>
    /// <param name="created">When the thing was made.</param>
    /// <param name="now">The time by the same clock.</param>
    public static bool IsLeft(string mark, DateTimeOffset created, DateTimeOffset now) => now - created > Longest || IsGone(mark);

    /// <summary>Whether the client is known to be gone whose mark it is. That of another machine is not.</summary>
    /// <param name="mark">The mark.</param>
    public static bool IsGone(string mark) =>
        mark.Split('.') is [_, var machine, var process, var start] && machine == Machine && int.TryParse(process, CultureInfo.InvariantCulture, out var id)
        && long.TryParse(start, CultureInfo.InvariantCulture, out var began) && !Runs(id, began);

    private static bool Runs(int id, long start)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return Math.Abs(StartOf(process) - start) <= Precision;
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            // There is none, or it has just ended.
            return false;
        }
        catch (Exception e) when (e is Win32Exception or IOException or UnauthorizedAccessException)
        {
            // One that this user may not look at.
            return true;
        }
    }

    // Linux counts a process's start from that of the machine (proc(5), starttime). The time of day is reckoned from that by the clock of
    // now, so that it is another one after the clock was set. Other systems write down the time.
    private static long StartOf(Process process)
    {
        if (!OperatingSystem.IsLinux()) return new DateTimeOffset(process.StartTime).ToUnixTimeSeconds();
        var stat = File.ReadAllText($"/proc/{process.Id}/stat");
        return long.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[StartField], CultureInfo.InvariantCulture);
    }

    // Where process ids mean something: a start of a machine, and a namespace of it. Machines of one name are not taken for each other.
    private static string MachineId()
    {
        var boot = File.Exists("/proc/sys/kernel/random/boot_id") ? File.ReadAllText("/proc/sys/kernel/random/boot_id") : "";
        var space = OperatingSystem.IsLinux() ? File.ResolveLinkTarget("/proc/self/ns/pid", returnFinalTarget: false)?.Name : null;
        return Hex.Lower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Environment.MachineName}\0{boot}\0{space}")))[..12];
    }
}
