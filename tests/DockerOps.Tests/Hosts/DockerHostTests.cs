using Xunit;

namespace DockerOps.Tests.Hosts;

public sealed class DockerHostTests
{
    [Theory]
    [InlineData("unix:///run/d.sock", HostScheme.Unix, "unix:///run/d.sock")]
    [InlineData("/run/d.sock", HostScheme.Unix, "unix:///run/d.sock")]
    [InlineData("unix://", HostScheme.Unix, "unix:///var/run/docker.sock")]
    [InlineData("npipe:////./pipe/docker_engine", HostScheme.NamedPipe, "npipe:////./pipe/docker_engine")]
    [InlineData("tcp://host", HostScheme.Tcp, "tcp://host:2375")]
    [InlineData("tcp://[::1]:99", HostScheme.Tcp, "tcp://[::1]:99")]
    [InlineData("https://host", HostScheme.Tcp, "https://host:2376")]
    [InlineData("tcp://host:2376", HostScheme.Tcp, "https://host:2376")]
    [InlineData("ssh://root@host:22", HostScheme.Ssh, "ssh://root@host:22")]
    [InlineData("ssh://host", HostScheme.Ssh, "ssh://host")]
    [InlineData("ssh://root@host/run/podman/podman.sock", HostScheme.Ssh, "ssh://root@host/run/podman/podman.sock")]
    [InlineData("root@sme9-docker:2222", HostScheme.Ssh, "ssh://root@sme9-docker:2222")]
    [InlineData(" sme9-docker ", HostScheme.Ssh, "ssh://sme9-docker")]
    [InlineData("a@[fe80::1%eth0]:2222", HostScheme.Ssh, "ssh://a@[fe80::1%eth0]:2222")]
    public void ReadsWhatUsersType(string text, HostScheme scheme, string address)
    {
        var host = DockerHost.Parse(text);

        Assert.Equal((scheme, address), (host.Scheme, host.Address));
        Assert.Equal(host, DockerHost.Parse(host.Address) with { CertificatePath = host.CertificatePath });
    }

    [Theory]
    [InlineData("")]
    [InlineData("-oProxyCommand=x")]
    [InlineData("ssh://-oProxyCommand=x")]
    [InlineData("ssh://-l@host")]
    [InlineData("root@-host")]
    [InlineData("a b")]
    [InlineData("ftp://host")]
    [InlineData("ssh://host:0")]
    [InlineData("ssh://host:65536")]
    [InlineData("ssh://")]
    [InlineData("tcp://user@host")]
    [InlineData("tcp://host/path")]
    [InlineData("unix://relative")]
    [InlineData("host;rm")]
    [InlineData("host\nhost")]
    public void RefusesTheRest(string text)
    {
        var failure = Assert.Throws<DockerOpsException>(() => DockerHost.Parse(text));

        Assert.Equal(FailureKind.InvalidInput, failure.Kind);
        Assert.Equal(text, failure.Target);
    }

    [Fact]
    public void NeverRepeatsAPassword()
    {
        var failure = Assert.Throws<DockerOpsException>(() => DockerHost.Parse("ssh://root:hunter2@host"));

        Assert.DoesNotContain("hunter2", failure.Message + failure.Target, StringComparison.Ordinal);
    }
}
