using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>Findings that only a host can make: what its package managers say, who is at work there, how its engine is configured.</summary>
[Collection(nameof(NodeTests))]
public sealed class HostFindingsTests
{
    // A package of a few bytes that the host's own manager knows.
    private const string PinRpm = """
        d=$(mktemp -d) && cd "$d" || exit
        printf '%s\n' 'Name: pin' 'Version: 1' 'Release: 1' 'Summary: x' 'License: MIT' 'BuildArch: noarch' "$1" '%description' x '%files' >spec
        rpmbuild --quiet -bb --define "_topdir $d" spec >log 2>&1 && rpm -i "$d"/RPMS/noarch/*.rpm && rm -r "$d"
        """;

    private const string PinDeb = """
        d=$(mktemp -d) && mkdir -p "$d/pin/DEBIAN" || exit
        printf '%s\n' 'Package: pin' 'Version: 1' 'Architecture: all' 'Maintainer: x' 'Description: x' "$1" >"$d/pin/DEBIAN/control"
        dpkg-deb -b "$d/pin" "$d/pin.deb" >/dev/null && dpkg -i "$d/pin.deb" >/dev/null && rm -r "$d"
        """;

    // Somebody who holds a lock, the file $f, as long as another file is there.
    private const string Lock = """
        setsid python3 -c 'import fcntl, os, sys, time
        lock, end = open(sys.argv[2], "a+"), time.time() + 60
        fcntl.lockf(lock, fcntl.LOCK_EX)
        open(sys.argv[1], "w").close()
        while os.path.exists(sys.argv[1]) and time.time() < end: time.sleep(0.1)' "$1" "$f" </dev/null >/dev/null 2>&1 &
        until [ -e "$1" ]; do sleep 0.1; done
        """;

    private const string LockRpm = "f=/var/lib/rpm/.rpm.lock\n" + Lock;
    private const string LockDnf5 = "f=/var/lib/dnf/system-repo.lock\n" + Lock;

    [LabTheory("nodes")]
    [InlineData("node2", PinRpm, "Requires: docker-engine < 26", "rpm -e pin", UpgradeFindingId.SolverRefuses, "pin")]
    [InlineData("node3", PinDeb, "Conflicts: docker.io (>> 26)", "dpkg -r pin >/dev/null", UpgradeFindingId.Removal, "pin 1")]
    [InlineData("node3", PinDeb + "\napt-mark -qq hold pin", "Depends: docker.io (<< 26)", "apt-mark -qq unhold pin; dpkg -r pin >/dev/null", UpgradeFindingId.SolverRefuses, "pin")]
    [InlineData("node2", "printf '%s' \"$1\" >/etc/docker/daemon.json", """{"cluster-store": "etcd://127.0.0.1"}""", "rm /etc/docker/daemon.json", UpgradeFindingId.ConfigurationRejected, "cluster-store")]
    [InlineData("node2", LockRpm, "/tmp/locked", "rm /tmp/locked", UpgradeFindingId.PackageManagerBusy, ".rpm.lock")]
    [InlineData("node2", LockDnf5, "/tmp/locked", "rm /tmp/locked /var/lib/dnf/system-repo.lock", UpgradeFindingId.PackageManagerBusy, "system-repo.lock")]
    public async Task What_stands_in_the_way_on_the_host_is_found(string node, string make, string with, string unmake, UpgradeFindingId id, string names)
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node(node));
        try
        {
            await session.Shell.ReadAsync("sh", "-c", make, "sh", with);
            var plan = (await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default)).Plan;
            Assert.Empty(plan.Steps);
            var finding = Assert.Single(plan.Findings, finding => finding.Severity == UpgradeSeverity.Blocking);
            Assert.Equal(id, finding.Id);
            Assert.Contains(names, finding.Message, StringComparison.Ordinal);
        }
        finally
        {
            await session.Shell.ReadAsync("sh", "-c", unmake);
        }
    }

    // dnf5-versionlock(8): an entry as the command writes it; dnf5.conf(5): a file of the administrator's beside the configuration.
    [LabTheory("nodes")]
    [InlineData("/etc/dnf/versionlock.toml", """
        version = "1.0"
        [[packages]]
        name = "docker-ce"
        [[packages.conditions]]
        key = "evr"
        value = "docker"
        """, "docker-ce")]
    [InlineData("/etc/dnf/libdnf5.conf.d/90-ours.conf", "[main]\nexcludepkgs=docker-ce*\n", "excludepkgs=docker-ce*")]
    public async Task What_dnf_5_keeps_at_its_version_is_told(string file, string text, string held)
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        try
        {
            await session.Shell.ReadAsync("sh", "-c", "mkdir -p \"${1%/*}\"; printf '%s\n' \"$2\" >\"$1\"", "sh", file, text);
            var plan = (await PreparedUpgrade.PrepareAsync(session, new() { Version = Lab.Current.NodeVersions[1] }, default)).Plan;
            Assert.Equal($"Packages are held at their version: {held}.", Assert.Single(plan.Findings, finding => finding.Id == UpgradeFindingId.Held).Message);
        }
        finally
        {
            await session.Shell.ReadAsync("rm", file);
        }
    }

    [LabFact("nodes")]
    public async Task A_package_manager_that_has_come_meanwhile_is_waited_for()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        var folder = await session.Shell.ReadAsync("sh", "-c", "d=$(mktemp -d) && cp /srv/engines/rpm/lab-base-*.rpm $d/ && echo $d");
        await session.Shell.ReadAsync("sh", "-c", LockRpm + "\n(sleep 3; rm \"$1\") </dev/null >/dev/null 2>&1 &", "sh", "/tmp/locked");
        var result = await session.Shell.RunAsync(new RpmTool("dnf").Install(folder), default);
        await session.Shell.ReadAsync("rm", "-r", folder);
        Assert.True(result.Success, result.ErrorOutput);
        Assert.Contains("transaction lock", result.ErrorOutput, StringComparison.Ordinal);
    }
}
