using System.Diagnostics;
using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Tests.Hosts;

/// <summary>
/// A process of its own that runs commands here as another user and may signal nobody, as a user without rights stands to
/// what runs under sudo: it has root's id without root's right to signal anybody (capabilities(7), CAP_KILL).
/// </summary>
internal static class OtherUser
{
    /// <summary>The first word of such a process.</summary>
    public const string Word = "other-user";

    private const string Nobody = "65534";

    /// <summary>Runs such a process to its end.</summary>
    /// <param name="what">See <see cref="MainAsync"/>.</param>
    /// <returns>What it printed, its exit code, and whether what it had run lives on.</returns>
    public static async Task<(string Printed, int ExitCode, bool LivesOn)> RunAsync(string what)
    {
        // A length of sleep that nobody else asks for, so that its process is found.
        var seconds = Random.Shared.Next(100_000, 999_999).ToString(CultureInfo.InvariantCulture);
        var call = new ProcessStartInfo("setpriv") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])["--bounding-set=-kill", "--inh-caps=-kill", Environment.ProcessPath!, typeof(OtherUser).Assembly.Location, Word, what, seconds])
            call.ArgumentList.Add(word);
        using var client = Process.Start(call)!;
        try
        {
            var errors = client.StandardError.ReadToEndAsync();
            var printed = await client.StandardOutput.ReadToEndAsync().WaitAsync(TimeSpan.FromMinutes(1));
            await client.WaitForExitAsync();
            for (var i = 0; i < 100 && Running(seconds).Any(); i++) await Task.Delay(20);
            return (printed.Trim() + await errors, client.ExitCode, Running(seconds).Any());
        }
        finally
        {
            client.Kill();
            foreach (var id in Running(seconds)) Process.GetProcessById(id).Kill();
        }
    }

    /// <summary>What the process does.</summary>
    public static async Task MainAsync(string what, string seconds)
    {
        var shell = HostShell.Here.By(["setpriv", "--reuid", Nobody, "--clear-groups", "--"]);
        await Console.Out.WriteLineAsync(await (what switch
        {
            "timeout" => TimeoutAsync(shell, seconds),
            "reading" => DisposedAsync(shell, ["sh", "-c", "cat /dev/zero; exit", seconds]),
            "deaf" => DisposedAsync(shell, ["sh", "-c", "echo more; exec sleep \"$0\"", seconds]),
            _ => throw new ArgumentException(what),
        }));
    }

    private static async Task<string> TimeoutAsync(HostShell shell, string seconds)
    {
        try
        {
            await shell.RunAsync(["sleep", seconds], TimeSpan.FromSeconds(1), CancellationToken.None);
            return "";
        }
        catch (DockerOpsException e)
        {
            return e.Kind.ToString();
        }
    }

    // As a layer store is read whose destinations have all failed.
    private static async Task<string> DisposedAsync(HostShell shell, IReadOnlyList<string> words)
    {
        await using (var command = await HostCommand.StartAsync(shell, words, CancellationToken.None))
            await command.BulkOutput.ReadExactlyAsync(new byte[4]);
        return "disposed";
    }

    private static IEnumerable<int> Running(string seconds) =>
        from folder in Directory.EnumerateDirectories("/proc")
        where int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out _)
        where Words(folder) is [.., var last] && last == seconds && Words(folder) is not [.., Word, _, _]
        select int.Parse(Path.GetFileName(folder), CultureInfo.InvariantCulture);

    private static string[] Words(string folder)
    {
        try
        {
            return File.ReadAllText(folder + "/cmdline").TrimEnd('\0').Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
