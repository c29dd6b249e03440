using DockerOps.Daemon;
using DockerOps.Daemon.Changes;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>What a client leaves that is killed in the middle of a change.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class CutOffChangeTests
{
    [LabFact]
    public async Task A_step_that_goes_on_is_awaited_and_one_that_comes_late_is_not_begun()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var (shell, folder) = (session.Shell, "/tmp/" + Lab.Unique("turn"));
        try
        {
            var dead = await ConfigLock.TakeAsync(shell, folder, new(), default);
            var step = dead.Shell.RunAsync(["sh", "-c", "sleep 3; touch \"$1\"", "sh", folder + "/made"], default);
            while ((await shell.RunAsync(["flock", "-n", folder + "/step.lock", "true"], default)).Success) await Task.Delay(50);
            // A lock goes with its client at once.
            await dead.DisposeAsync();

            var meter = new TransferMeter();
            await using var next = await ConfigLock.TakeAsync(shell, folder, meter, default);

            Assert.Equal("waiting for a step of a change that was cut off", meter.Status);
            Assert.True((await shell.RunAsync(["test", "-e", folder + "/made"], default)).Success);
            Assert.True((await step).Success);
            Assert.False((await dead.Shell.RunAsync(["touch", folder + "/late"], default)).Success);
            Assert.True((await next.Shell.RunAsync(["touch", folder + "/ours"], default)).Success);
            Assert.Equal("lock\nmade\nours\nstep.lock\nturn\n", await shell.ReadAsync(["ls", folder], default));
        }
        finally
        {
            await shell.RunAsync(["rm", "-rf", folder], default);
        }
    }

    [LabFact]
    public async Task A_look_at_the_host_waits_for_a_step()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var (shell, folder) = (session.Shell, "/tmp/" + Lab.Unique("turn"));
        try
        {
            await ConfigLock.AwaitStepAsync(shell, folder, default);
            await using var turn = await ConfigLock.TakeAsync(shell, folder, new(), default);
            var step = turn.Shell.RunAsync(["sh", "-c", "sleep 2; touch \"$1\"", "sh", folder + "/made"], default);
            while ((await shell.RunAsync(["flock", "-n", folder + "/step.lock", "true"], default)).Success) await Task.Delay(50);

            await ConfigLock.AwaitStepAsync(shell, folder, default);

            Assert.True((await shell.RunAsync(["test", "-e", folder + "/made"], default)).Success);
            await step;
        }
        finally
        {
            await shell.RunAsync(["rm", "-rf", folder], default);
        }
    }

    [LabFact]
    public async Task A_half_made_copy_of_the_data_is_taken_away_and_the_move_begins_anew()
    {
        const string Root = "/tmp/cutoff/docker";
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        var images = await host.Sh("docker images -q");
        await BeginMoveAsync(host, Root);
        try
        {
            var back = await DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default);
            Assert.Contains(back.Lines, line => line.StartsWith("take the copy away:", StringComparison.Ordinal));
            await ConfiguredHost.Run(back);
            Assert.Equal(images, await host.Sh("docker images -q; [ ! -e \"$1\" ]", Root));

            await BeginMoveAsync(host, Root);
            await host.Set(new() { MoveData = true }, ("data-root", Root));
            Assert.Equal(images + "\n" + Root, await host.Sh("docker images -q; docker info -f '{{.DockerRootDir}}'"));
        }
        finally
        {
            await host.Sh("service docker stop; rm -f /etc/docker/daemon.json; rm -rf /tmp/cutoff");
        }
    }

    [LabFact]
    public async Task A_copy_that_somebody_has_gone_on_with_stays()
    {
        const string Root = "/tmp/cutoff/docker";
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        await BeginMoveAsync(host, Root);
        try
        {
            await host.Sh("ln -s /tmp/cutoff /tmp/cutoff.link; echo '{\"data-root\": \"/tmp/cutoff.link/docker\"}' >/etc/docker/daemon.json");
            var back = await DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default);
            Assert.StartsWith("put the files of ", back.Lines[0], StringComparison.Ordinal);
            Assert.DoesNotContain(back.Lines, line => line.StartsWith("take the copy away:", StringComparison.Ordinal));
        }
        finally
        {
            await host.Sh("rm -rf /etc/docker/daemon.json /tmp/cutoff /tmp/cutoff.link");
        }
    }

    [LabFact]
    public async Task The_container_and_the_image_of_a_check_are_removed_by_the_next_run()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        const string Left = "docker ps -aq --filter label=org.dockerops.check; docker images -q dockerops-check";
        await host.Sh("mkdir /tmp/e && tar -c -C /tmp/e . | docker import - dockerops-check:dead && docker create --name dockerops-check-dead --label org.dockerops.check=dead dockerops-check:dead /none; rmdir /tmp/e");
        Assert.Equal(2, (await host.Sh(Left)).Split('\n').Length);

        var next = await host.Plan(new() { NoRestart = true }, ("labels", new[] { "n=1" }));
        Assert.StartsWith("DELETE /containers/", next.Lines[0], StringComparison.Ordinal);
        Assert.StartsWith("DELETE /images/dockerops-check:dead", next.Lines[1], StringComparison.Ordinal);
        await ConfiguredHost.Run(next);

        Assert.Equal("", await host.Sh(Left));
    }

    // As far as a client gets that dies while the data is copied.
    private static async Task BeginMoveAsync(ConfiguredHost host, string root)
    {
        var cut = await host.Plan(new() { MoveData = true }, ("data-root", root));
        foreach (var step in cut.Steps.TakeWhile(step => step is not SwitchFiles && !step.Show(host.Session.Shell).StartsWith("compare", StringComparison.Ordinal)))
            await step.RunAsync(host.Session.Shell, new TransferMeter(), default);
        await host.Sh("rm -r \"$1/image\"", root);
        Assert.Equal(KeptConfigState.Open, (await DaemonConfigRestoration.ListAsync(host.Session, default))[0].State);
    }
}
