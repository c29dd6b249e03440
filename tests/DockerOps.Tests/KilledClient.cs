using System.Diagnostics;
using DockerOps.Backups;
using DockerOps.Installation;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Tests.Upgrade;

namespace DockerOps.Tests;

/// <summary>
/// A process of its own that works on a host, says when it has come to some point and waits there, and is killed there:
/// nothing of it can do anything after that.
/// </summary>
internal static class KilledClient
{
    private const string There = "there";

    /// <summary>Runs such a process, and kills it when it has come to its point.</summary>
    /// <param name="input">What it reads.</param>
    /// <param name="words">What it does: see <see cref="Main"/>.</param>
    public static async Task RunAsync(string input, params string[] words)
    {
        var call = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in (string[])[typeof(KilledClient).Assembly.Location, .. words]) call.ArgumentList.Add(word);
        using var client = Process.Start(call)!;
        try
        {
            await client.StandardInput.WriteAsync(input);
            client.StandardInput.Close();
            var errors = client.StandardError.ReadToEndAsync();
            if (await client.StandardOutput.ReadLineAsync() != There) throw new InvalidOperationException($"The client has not come to its point: {await errors}");
        }
        finally
        {
            client.Kill();
        }

        await client.WaitForExitAsync();
    }

    /// <summary>Says that the point is reached, and waits for the end.</summary>
    public static async Task WaitForEndAsync()
    {
        await Console.Out.WriteLineAsync(There);
        await Task.Delay(Timeout.Infinite);
    }

    /// <summary>What the process does.</summary>
    public static async Task Main(string[] words)
    {
        if (words[0] == OtherUser.Word)
        {
            await OtherUser.MainAsync(words[1], words[2]);
            return;
        }

        await using var session = await Open.SessionAsync(DockerHost.Parse(words[1]));
        await (words[0] switch
        {
            "upgrade" => FaultPoint.RunAsync(session, words[2], await Console.In.ReadToEndAsync()),
            "install" => InstallAsync(session, words[2], words[3]),
            "backup" => BackupAsync(session, words[2], words[3], words[4] == "host"),
            "hold" => HoldAsync(session, new(words[2], words[3], IsStop: words[4] == nameof(BackupHold.Stop))),
            _ => throw new ArgumentException(words[0]),
        });
    }

    // Up to where a file on the host says that the package manager has begun.
    private static async Task InstallAsync(HostSession session, string version, string begun)
    {
        var plan = await InstallPlan.PrepareAsync(session, new() { Version = version }, default);
        var install = plan.RunAsync(default).GetAsyncEnumerator();
        var next = install.MoveNextAsync().AsTask();
        while (!(await session.Shell.RunAsync(["test", "-e", begun], default)).Success)
        {
            await Task.Delay(100);
            if (next.IsCompleted) next = await next ? install.MoveNextAsync().AsTask() : throw new InvalidOperationException("It came to its end.");
        }

        await WaitForEndAsync();
    }

    // Up to where the first volume is read.
    private static async Task BackupAsync(HostSession session, string prefix, string path, bool isOnHost)
    {
        var options = new BackupOptions { Include = [BackupPart.Volumes], Volume = name => name.StartsWith(prefix, StringComparison.Ordinal) };
        var plan = isOnHost ? await HostBackup.PrepareOnHostAsync(session, path, options, default) : await HostBackup.PrepareAsync(session, path, options, default);
        await foreach (var item in plan.RunAsync(default))
        {
            if (item is Progress progress && progress.Status.StartsWith("volume", StringComparison.Ordinal)) await WaitForEndAsync();
        }
    }

    // As a backup does before it reads a volume.
    private static async Task HoldAsync(HostSession session, ContainerHold hold)
    {
        await using var journal = await HoldJournal.BeginAsync(await session.Shell.AsRootAsync(default), [hold], default);
        await using var held = new HeldContainers(session.Engine, journal);
        await held.AddAsync(hold);
        await WaitForEndAsync();
    }
}
