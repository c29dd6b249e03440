using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Tests.Rpm;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Hosts;

/// <summary>The lab's boot2docker with the files that a real one has, for as long as the test runs.</summary>
[Collection(nameof(YumHostTests))]
public sealed class Boot2DockerFactsTests : IAsyncLifetime
{
    private HostSession session = null!;

    public async Task InitializeAsync()
    {
        if (Lab.WhyNot is not null) return;
        session = await HostSession.OpenAsync(Lab.Current.BootAs("root"), SshLogin.Default, CancellationToken.None);
        await Run("sh", "-c", "mv /etc/os-release /etc/os-release.own; printf 'ID=boot2docker\\nVERSION_ID=1.5.0\\n' >/etc/os-release; mkdir -p /mnt/sda2/var/lib/docker");
    }

    public async Task DisposeAsync()
    {
        if (session is null) return;
        await Run("sh", "-c", "mv /etc/os-release.own /etc/os-release; rm -r /mnt/sda2");
        await session.DisposeAsync();
    }

    [LabFact]
    public async Task Its_disk_and_its_profile_are_known()
    {
        var facts = await HostFactsProbe.RunAsync(session.Shell, dataRoot: null, CancellationToken.None);
        Assert.Equal(("boot2docker", "1.5.0"), (facts.Distribution, facts.Version));
        Assert.Equal("/mnt/sda2/var/lib/docker", facts.DataRoot);
        Assert.Equal("/var/lib/boot2docker/profile", facts.EngineProfile);
    }

    [LabFact]
    public async Task What_the_engine_says_of_its_data_counts() =>
        Assert.Equal("/var/lib/docker", (await HostFactsProbe.RunAsync(session.Shell, "/var/lib/docker", CancellationToken.None)).DataRoot);

    private Task<string> Run(params string[] command) => session.Shell.ReadAsync(command, CancellationToken.None);
}
