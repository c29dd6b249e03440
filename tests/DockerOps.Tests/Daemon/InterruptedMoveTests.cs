using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>A move of the data that is given up while the engine stops, which takes as long as its containers want.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class InterruptedMoveTests
{
    private const string Root = "/tmp/interrupted/docker";

    [LabTheory("nodes")]
    [InlineData("sme9-docker", "service docker stop")]
    [InlineData("node1", "systemctl stop")]
    public async Task The_engine_runs_again_afterwards(string name, string stopping)
    {
        await using var host = await ConfiguredHost.OpenAsync(name == "node1" ? Lab.Current.Node(name) : Lab.Current.Sme);
        // The first process of a container does not hear SIGTERM unless it asks for it.
        var container = await host.Sh("docker run -d \"$1\" sleep 1000", Lab.Current.SmeImage);
        var before = await host.Process();
        try
        {
            var plan = await host.Plan(new() { MoveData = true }, ("data-root", Root));
            using var cancel = new CancellationTokenSource();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            {
                await foreach (var item in plan.RunAsync(cancel.Token))
                {
                    if (item is not Progress progress || !progress.Status.StartsWith(stopping, StringComparison.Ordinal)) continue;
                    // The host has heard of it by then, and goes on.
                    await Task.Delay(1000);
                    await cancel.CancelAsync();
                }
            });

            // An engine that still ends would be gone by then.
            await host.Sh("while kill -0 \"$1\" 2>/dev/null && [ ${n:=0} -lt 30 ]; do n=$((n + 1)); sleep 1; done", $"{before}");
            await host.Session.Engine.RenewVersionAsync(default);
            Assert.NotEqual(before, await host.Process());
            Assert.Equal(KeptConfigState.Undone, (await DaemonConfigRestoration.ListAsync(host.Session, default))[0].State);
        }
        finally
        {
            await host.Sh("docker rm -f \"$1\" >/dev/null || :; rm -rf /tmp/interrupted", container);
        }
    }
}
