using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Earlier versions that come back.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class ConfigRestorationTests
{
    // The engine's own check has to be asked without the file that goes.
    [LabFact("newEngine")]
    public async Task A_flag_that_went_to_a_new_file_comes_back_without_it()
    {
        const string Options = "DOCKER_OPTS=\"--dns 10.1.1.1\"";
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.BootAs("root"));
        await host.Sh("printf '%s\\n' \"$1\" >/etc/default/docker", Options);
        await host.Set(new() { Document = DaemonDocument.DaemonJson }, ("dns", "10.2.2.2"));
        Assert.Contains("10.2.2.2", await host.Text("/etc/docker/daemon.json"), StringComparison.Ordinal);

        await ConfiguredHost.Run(await DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default));

        Assert.Equal((Options, "none"), (await host.Text("/etc/default/docker"), await host.Text("/etc/docker/daemon.json")));
        Assert.Contains("--dns 10.1.1.1", await host.Sh("tr '\\0' ' ' <\"/proc/$1/cmdline\"", $"{await host.Process()}"), StringComparison.Ordinal);
    }

    [LabFact]
    public async Task Where_nothing_is_left_to_take_back_that_is_said()
    {
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        async Task<string> SaidAsync() => (await Assert.ThrowsAsync<DockerOpsException>(() => DaemonConfigRestoration.PrepareAsync(host.Session, null, new(), default))).Message;
        Assert.Contains("No earlier version", await SaidAsync(), StringComparison.Ordinal);

        await Assert.ThrowsAsync<DockerOpsException>(() => host.Set(new(), ("seccomp-profile", "/no/such/profile.json")));
        Assert.Equal(KeptConfigState.Undone, Assert.Single(await DaemonConfigRestoration.ListAsync(host.Session, default)).State);

        Assert.Contains("taken back already", await SaidAsync(), StringComparison.Ordinal);
    }

    // Reading and writing go by the path that is known; the host follows the links.
    [LabFact]
    public async Task A_file_behind_a_link_comes_back_behind_it()
    {
        const string Json = "/etc/docker/daemon.json";
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        await host.Sh("mkdir -p /srv/linked; echo '{ \"labels\": [\"a=1\"] }' >/srv/linked/daemon.json; ln -s /srv/linked/daemon.json \"$1\"", Json);
        try
        {
            await host.Set(new() { NoRestart = true }, ("labels", "b=2"));
            Assert.Equal([Json], (await DaemonConfigRestoration.ListAsync(host.Session, default))[0].Files);

            await ConfiguredHost.Run(await DaemonConfigRestoration.PrepareAsync(host.Session, null, new() { NoRestart = true }, default));

            Assert.Equal("{ \"labels\": [\"a=1\"] }", await host.Text("/srv/linked/daemon.json"));
            Assert.Equal("/srv/linked/daemon.json", await host.Sh("readlink \"$1\"", Json));
        }
        finally
        {
            await host.Sh("rm -rf /srv/linked \"$1\"", Json);
        }
    }
}
