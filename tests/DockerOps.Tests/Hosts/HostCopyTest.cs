using System.Runtime.Versioning;
using DockerOps.Hosts;
using DockerOps.Sessions;
using Xunit;

namespace DockerOps.Tests.Hosts;

/// <summary>What tests of copies share: a folder here, one on a host, and the session of a user who is not root there.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class HostCopyTest(string name) : IAsyncLifetime
{
    private HostSession? session;

    private protected string Here { get; } = Directory.CreateTempSubdirectory().FullName;

    private protected string There { get; } = "/tmp/" + Lab.Unique(name);

    private protected HostShell Shell => session!.Shell;

    public async Task InitializeAsync()
    {
        if (Lab.WhyNot is not null) return;
        await OpenAsync();
        await Shell.ReadAsync("mkdir", There);
    }

    public async Task DisposeAsync()
    {
        Directory.Delete(Here, recursive: true);
        if (session is null) return;
        await Shell.ReadAsync("rm", "-rf", "--", There);
        await session.DisposeAsync();
    }

    /// <summary>Opens the session, anew after it was cut.</summary>
    private protected async Task OpenAsync() => session = await Open.SessionAsync(Lab.Current.SmeAs("docker"));

    /// <summary>Runs a copy, and cuts the connection once it moves.</summary>
    private protected async Task CutAsync(IAsyncEnumerable<Event> events)
    {
        await foreach (var item in events)
        {
            if (item is Progress { Done: > 0 }) await using (await Shell.StartAsync(["sh", "-c", "kill $PPID"], default)) await Task.Delay(100);
        }

        Assert.Fail("The machine was faster than the test could cut it; make the file larger.");
    }

    /// <summary>Runs a copy, and stops it once it moves.</summary>
    private protected static async Task StopAsync(Func<CancellationToken, IAsyncEnumerable<Event>> start)
    {
        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in start(stop.Token))
            {
                if (item is Progress { Done: > 0 }) await stop.CancelAsync();
            }

            Assert.Fail("The machine was faster than the test could stop it; make the file larger.");
        });
    }

    /// <summary>Runs a copy to its end.</summary>
    private protected static async Task<FileTransfer> LastAsync(IAsyncEnumerable<Event> events)
    {
        FileTransfer? transfer = null;
        await foreach (var item in events) transfer = item is Output<FileTransfer> output ? output.Value : transfer;
        return transfer!;
    }
}
