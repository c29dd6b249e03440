using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

public sealed class HostFactsTests
{
    // What the files of real systems say: SME Server 9.0 and CentOS 6 from their release files, boot2docker 19.03.5,
    // Fedora and Debian from os-release.
    [Theory]
    [InlineData("sme", "9.0", InitSystem.ESmith, "yum", "esmith=SME Server release 9.0", "redhat=CentOS release 6.5 (Final)", "init=esmith", "package=yum")]
    [InlineData("centos", "6.10", InitSystem.SysV, "yum", "redhat=CentOS release 6.10 (Final)", "init=sysv", "package=yum")]
    [InlineData("rhel", "6.10", InitSystem.SysV, "yum", "redhat=Red Hat Enterprise Linux Server release 6.10 (Santiago)", "init=sysv", "package=yum")]
    [InlineData("centos", "7", InitSystem.Systemd, "yum", "os.ID=\"centos\"", "os.VERSION_ID=\"7\"", "redhat=CentOS Linux release 7.9.2009 (Core)", "init=systemd", "package=yum")]
    [InlineData("boot2docker", "19.03.5", InitSystem.SysV, "tce", "os.ID=boot2docker", "os.VERSION_ID=19.03.5", "init=sysv", "package=tce-load")]
    [InlineData("fedora", "40", InitSystem.Systemd, "dnf", "os.ID=fedora", "os.VERSION_ID=40", "redhat=Fedora release 40 (Forty)", "init=systemd", "package=dnf", "package=yum")]
    [InlineData("debian", "12", InitSystem.Systemd, "apt", "os.ID=debian", "os.VERSION_ID=\"12\"", "init=systemd", "package=apt-get")]
    [InlineData("alpine", "3.20.1", InitSystem.OpenRC, "apk", "os.ID=alpine", "os.VERSION_ID=3.20.1", "init=openrc", "package=apk")]
    [InlineData("debian", "12", InitSystem.Systemd, "apt", "os.ID=debian", "os.VERSION_ID=\"12\"", "init=systemd", "package=dnf", "package=yum", "package=apt-get")]
    [InlineData("ubuntu", "24.04", InitSystem.Systemd, "apt", "os.ID=ubuntu", "os.ID_LIKE=debian", "os.VERSION_ID=\"24.04\"", "init=systemd", "package=dnf", "package=apt-get")]
    [InlineData("opensuse-leap", "15.6", InitSystem.Systemd, "zypper", "os.ID=\"opensuse-leap\"", "os.ID_LIKE=\"suse opensuse\"", "os.VERSION_ID=\"15.6\"", "init=systemd", "package=dnf", "package=zypper")]
    [InlineData("rocky", "9.5", InitSystem.Systemd, "dnf", "os.ID=\"rocky\"", "os.ID_LIKE=\"rhel centos fedora\"", "os.VERSION_ID=\"9.5\"", "init=systemd", "package=dnf", "package=yum", "package=apt-get")]
    [InlineData("own", "", InitSystem.Unknown, "zypper", "os.ID=own", "package=zypper", "package=apk")]
    public void KnowsADistribution(string id, string version, InitSystem init, string packages, params string[] lines)
    {
        var facts = HostFactsProbe.Parse(string.Join('\n', lines));

        Assert.Equal((id, version, init, packages), (facts.Distribution, facts.Version, facts.InitSystem, facts.PackageManager!));
    }

    [Fact]
    public void KnowsNothingOfAnEmptyAnswer()
    {
        var facts = HostFactsProbe.Parse("");

        Assert.Equal(("unknown", InitSystem.Unknown, Privilege.Unknown, null), (facts.Distribution, facts.InitSystem, facts.Privilege, facts.FreeSpace));
    }

    [Theory]
    [InlineData("x86_64", "amd64")]
    [InlineData("aarch64", "arm64")]
    [InlineData("armv7l", "arm")]
    [InlineData("i686", "386")]
    [InlineData("riscv64", "riscv64")]
    public void SpellsArchitecturesAsDockerDoes(string machine, string architecture) =>
        Assert.Equal(architecture, HostFactsProbe.Parse("machine=" + machine).Architecture);

    [LabTheory]
    [InlineData("root", Privilege.Root)]
    [InlineData("admin", Privilege.Sudo)]
    [InlineData("plain", Privilege.None)]
    public async Task AsksARealHost(string user, Privilege privilege)
    {
        await using var session = await Open.SessionAsync(Lab.Current.SmeAs(user));

        var facts = await session.FactsAsync(CancellationToken.None);

        Assert.Equal((privilege, user, "debian", "amd64"), (facts.Privilege, facts.User!, facts.Distribution, facts.Architecture));
        Assert.True(facts.FreeSpace > 0);
        Assert.Equal(privilege != Privilege.None, facts.DataRoot == "/var/lib/docker");
    }
}
