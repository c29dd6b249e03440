using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Earlier versions that come back.</summary>
[Collection(nameof(RestartedHostTests))]
public sealed class ConfigRestorationTests
{
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
