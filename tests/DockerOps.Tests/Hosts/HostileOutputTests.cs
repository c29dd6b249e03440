using DockerOps.Daemon;
using DockerOps.Daemon.Changes;
using DockerOps.Hosts;
using DockerOps.Rpm;
using DockerOps.Tests.Hostile;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Hosts;

/// <summary>What commands on a host print may be cut, garbled or made up: it ends in the library's own words, and drives no terminal.</summary>
public sealed class HostileOutputTests
{
    private static readonly DockerHost Host = DockerHost.Parse("root@node1");

    private static readonly Dictionary<string, (string Good, Func<string, IEnumerable<string?>> Read)> Outputs = new()
    {
        ["facts"] = (
            "user=root\nprivilege=root\nmachine=x86_64\nkernel=6.1.0\nos.ID=debian\nos.VERSION_ID=\"12\"\ninit=sysv\npackage=dnf\nprofile=/etc/default/docker\nfree=63840660\n",
            text => HostFactsProbe.Parse(text) is var facts ? [facts.Distribution, facts.Version, facts.Architecture, facts.Kernel, facts.User, facts.PackageManager, facts.EngineProfile] : []),
        ["packages"] = (
            "machine=x86_64\nbits=64\ntool=flock\nprogram=dockerd /usr/bin/dockerd\nversion=dockerd Docker version 20.10.24\nowner=dockerd rpm docker-ce 3:20.10.24-1 x86_64\nmanager=dnf\npackage=docker-ce 3:20.10.24-1 x86_64\nheld=docker\nfree=/usr 12345\n",
            text => UpgradeFactsProbe.Parse(text) is var facts ? [facts.EnginePackage?.Version, .. facts.Versions.Values, .. facts.Packages.Select(package => $"{package.Name}{package.Version}{package.Architecture}"), .. facts.Held] : []),
        ["service"] = (
            "usual=yes\npid=81\nprogram=/usr/sbin/dockerd\nlog=/var/log/docker.log\nscript=/etc/init.d/docker\nenabled=enabled\nservice=yes\n",
            text => EngineServiceProbe.Parse(text) is var state ? [state.Name, state.State, state.Program, state.LogFile] : []),
        ["configuration"] = (
            "version Docker version 28.5.2, build 3ef3c07\nsystemd\nfile DaemonJson /etc/docker/daemon.json\n 7b 22 64 65 62 75 67 22\n 3a 20 74 72 75 65 7d\nend\nsocket\n",
            text => DaemonConfigReader.Parse(Host, text) is var config ? [config.EngineVersion] : []),
        ["kept"] = (
            "kept 20240101T000000Z open\ntime 2024-01-01T00:00:00Z\nwhat debug, dns\nengine runs\nname 1 /etc/docker/daemon.json\nfile 1 /etc/docker/daemon.json\ntext 1\n 7b 7d 0a\nend\nnone 2 /etc/x\n",
            text => ConfigStore.Parse(Host, "/f", text).Versions.SelectMany(kept => kept.Files.Concat(kept.Settings).Append(kept.Id))),
        ["repositories"] = (
            "file 0644 0:0 /etc/yum.conf\n|[main]\n|gpgcheck=1\n\nfolder /etc/yum.repos.d\nexists\nfile 0644 0:0 /etc/yum.repos.d/a.repo\n|[a]\n|name=A\n|baseurl=http://a/\n\ndatabase\n|base=repository\n|    status=enabled\nend\n",
            text => YumHostFiles.Read(text) is var files ? [files.Folder, .. files.Files.Select(file => file.Path)] : []),
        ["dnf"] = (
            "Upgrading:\n docker-engine x86_64 28.5.2-1 lab 77 M\n     replacing  docker-old.x86_64 1.0-1\nRemoving:\n b noarch 1-1 @System 99 G\n\nTransaction Summary\n",
            text => new RpmTool("dnf").ReadTransaction(text) is var changes ? [$"{changes.Select(change => change.Size ?? 0).Total()}", .. changes.Select(change => $"{change.Name}{change.From}{change.To}")] : []),
        ["apt"] = (
            "Inst docker-engine [20.10.24-1] (26.1.5-1 Lab:1 [amd64])\nRemv docker-old [1.0]\nInst x (1.0 Debian [all])\n",
            text => new AptTool().ReadTransaction(text).Select(change => $"{change.Name}{change.From}{change.To}")),
    };

    public static TheoryData<string> Names => [.. Outputs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Garbled_output_is_reported_or_read_without_harm(string name)
    {
        var (good, read) = Outputs[name];
        Assert.NotEmpty(read(good));
        foreach (var text in Damage.Of(good, 4000, seed: 7))
        {
            try
            {
                Assert.False(read(text).Any(shown => shown is not null && shown.Any(c => char.IsControl(c) && c is not ('\n' or '\t' or '\r'))), $"a control character is shown of:\n{text}");
            }
            catch (DockerOpsException)
            {
                // Refused in the library's own words, as it should be.
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{e}\nof:\n{text}");
            }
        }
    }

    [Fact]
    public void A_package_that_would_be_installed_without_a_version_is_no_change() =>
        Assert.Empty(new AptTool().ReadTransaction("Inst docker-engine [20.10.24-1]\n"));
}
