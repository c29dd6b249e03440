using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Daemon;

/// <summary>Reads an engine's log where its service writes it.</summary>
internal static class EngineServiceLog
{
    // An engine with debug on writes megabytes a day; what is asked for happened minutes ago.
    private const string LongestTail = "16777216";

    public static async Task<IReadOnlyList<string>> ReadAsync(
        HostShell shell, EngineServiceState state, DateTimeOffset since, DateTimeOffset? until, CancellationToken cancellation)
    {
        if (state.Kind == EngineServiceKind.Unit)
        {
            // journalctl(1): -o cat gives each message whole; systemd.time(7): @ and seconds since 1970.
            List<string> command = ["journalctl", "-u", state.Name!, "-o", "cat", "--no-pager", "--since", At(since)];
            if (until is { } end) command.AddRange(["--until", At(end)]);
            return Lines(await shell.ReadAsync(command, cancellation).ConfigureAwait(false));
        }

        if (state.LogFile is null) return [];
        var text = await shell.RunAsync(["tail", "-c", LongestTail, "--", state.LogFile], cancellation).ConfigureAwait(false);
        return text.Success ? Between(Lines(text.Output), since, until) : [];
    }

    /// <summary>
    /// The last lines that tell of trouble: an engine that tries to start again and again says much besides. Its last word has no level, and
    /// warnings, of which its containerd has many on every host, count only where there is nothing worse.
    /// </summary>
    internal static IReadOnlyList<string> Telling(IReadOnlyList<string> lines, int count)
    {
        static bool Is(string line, string level) => line.Contains("level=" + level, StringComparison.Ordinal);
        var trouble = lines.Where(line => !Is(line, "info") && !Is(line, "debug")).ToList();
        var worse = trouble.Where(line => !Is(line, "warning")).ToList();
        return [.. (worse.Count > 0 ? worse : trouble).TakeLast(count)];
    }

    /// <summary>
    /// The lines of a window of time. A line without a time was written between its neighbours that have one, so it counts
    /// when that can have been in the window: an engine that refuses its configuration says so without a time.
    /// </summary>
    internal static IReadOnlyList<string> Between(IReadOnlyList<string> lines, DateTimeOffset since, DateTimeOffset? until)
    {
        since = since.AddSeconds(-1);
        var found = new List<string>();
        var untimed = new List<string>();
        DateTimeOffset? before = null;
        foreach (var line in lines)
        {
            if (Time(line) is not { } time)
            {
                untimed.Add(line);
                continue;
            }

            if (time >= since && !(before > until)) found.AddRange(untimed);
            if (time >= since && !(time > until)) found.Add(line);
            untimed.Clear();
            before = time;
        }

        if (!(before > until)) found.AddRange(untimed);
        return found;
    }

    // dockerd's text log (moby, logrus): time="2024-05-06T07:08:09.123456789+02:00" level=…
    private static DateTimeOffset? Time(string line)
    {
        const string Key = "time=\"";
        var from = line.IndexOf(Key, StringComparison.Ordinal);
        if (from < 0) return null;
        from += Key.Length;
        var to = line.IndexOf('"', from);
        return to > 0 && DateTimeOffset.TryParse(line.AsSpan(from, to - from), CultureInfo.InvariantCulture, out var time) ? time : null;
    }

    private static string At(DateTimeOffset time) => "@" + time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<string> Lines(string text) => text.Length == 0 ? [] : [.. text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r'))];
}
