using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>Provokes every finding on a situation that is well otherwise.</summary>
public sealed class UpgradeFindingsTests
{
    private static readonly HostPackage Package = new("docker-ce", "3:20.10.24-1.el9", "x86_64");

    private static readonly InventoryContainer Job = new() { Id = "c1", Name = "job", ImageId = "i", State = ContainerState.Running, RestartPolicy = "always" };

    private static readonly UpgradeSituation Well = new()
    {
        Options = new() { Version = "26.1" },
        Target = "26.1.5",
        Facts = new()
        {
            Machine = "x86_64",
            Is64Bit = true,
            Programs = new Dictionary<string, string> { ["dockerd"] = "/usr/bin/dockerd" },
            Versions = new Dictionary<string, string> { ["dockerd"] = "20.10.24", ["docker"] = "20.10.24" },
            Owners = new Dictionary<string, HostPackage> { ["dockerd"] = Package },
            Packages = [Package],
            Manager = "dnf",
            Tools = new HashSet<string> { "flock", "setsid", "dd", "tar", "curl" },
            Held = [],
            Busy = null,
            Free = new Dictionary<string, long> { ["/var/lib"] = 10L << 30, ["/usr"] = 10L << 30 },
            ConfigurationFiles = [],
            OldDeviceMapper = false,
        },
        Inventory = new()
        {
            EngineVersion = "20.10.24",
            DataRoot = "/var/lib/docker",
            StorageDriver = "overlay2",
            Images = new Dictionary<string, IReadOnlyList<string>> { ["sha256:1"] = ["sme-9:6.5"] },
            Containers = [Job],
            Volumes = [],
            Networks = new Dictionary<string, string>(),
        },
        Info = new(LiveRestoreEnabled: false, Swarm: null),
        Swarm = null,
        Configuration = new() { IsSystemd = true, Files = [], Settings = [] },
        Solution = new()
        {
            Version = "26.1.5",
            Changes = [new() { Action = PackageAction.Upgrade, Name = "docker-ce", Architecture = "x86_64", From = "20.10.24", To = "26.1.5", Size = 100 << 20 }],
            KeepsPackages = true,
        },
        Interrupted = null,
        OpenChange = null,
        Service = new() { Kind = EngineServiceKind.Unit, State = "active" },
    };

    public static TheoryData<UpgradeFindingId, UpgradeSeverity> Provoked => new()
    {
        { UpgradeFindingId.Not64Bit, UpgradeSeverity.Blocking },
        { UpgradeFindingId.MissingProgram, UpgradeSeverity.Blocking },
        { UpgradeFindingId.NotRunning, UpgradeSeverity.Blocking },
        { UpgradeFindingId.PackageManagerBusy, UpgradeSeverity.Blocking },
        { UpgradeFindingId.Held, UpgradeSeverity.Warning },
        { UpgradeFindingId.DeviceMapper, UpgradeSeverity.Warning },
        { UpgradeFindingId.AlreadyThere, UpgradeSeverity.Information },
        { UpgradeFindingId.Downgrade, UpgradeSeverity.Blocking },
        { UpgradeFindingId.OldPackagesGone, UpgradeSeverity.Warning },
        { UpgradeFindingId.NotInPackage, UpgradeSeverity.Warning },
        { UpgradeFindingId.OutOfStep, UpgradeSeverity.Warning },
        { UpgradeFindingId.StorageDriverDropped, UpgradeSeverity.Blocking },
        { UpgradeFindingId.ClientTooOld, UpgradeSeverity.Warning },
        { UpgradeFindingId.LiveRestore, UpgradeSeverity.Warning },
        { UpgradeFindingId.NoRestartPolicy, UpgradeSeverity.Information },
        { UpgradeFindingId.RemovedWhenStopped, UpgradeSeverity.Warning },
        { UpgradeFindingId.Swarm, UpgradeSeverity.Blocking },
        { UpgradeFindingId.NoSpace, UpgradeSeverity.Blocking },
    };

    [Fact]
    public void A_host_that_is_well_has_no_finding_but_the_end_of_very_old_clients() =>
        Assert.Equal([UpgradeFindingId.ClientTooOld], UpgradeFindings.Of(Well).Select(finding => finding.Id));

    [Theory]
    [MemberData(nameof(Provoked))]
    public void Each_finding_can_be_provoked(UpgradeFindingId id, UpgradeSeverity severity)
    {
        var found = UpgradeFindings.Of(Provoke(id)).Where(finding => finding.Id == id).ToList();
        Assert.Contains(found, finding => finding.Severity == severity);
    }

    [Fact]
    public void A_version_that_no_repository_has_tells_nothing_of_what_it_would_be_like()
    {
        var missing = new UpgradeFinding(UpgradeSeverity.Blocking, UpgradeFindingId.NotAvailable, "none");
        var at = Provoke(UpgradeFindingId.StorageDriverDropped) with { Target = "99.1.0", Solution = new() { Version = "99.1", Findings = [missing] } };
        Assert.Equal([missing], UpgradeFindings.Of(at));
    }

    [Theory]
    [InlineData("29.2.1", null, "less than API 1.44")]
    [InlineData("29.3.0", null, "less than API 1.40")]
    [InlineData("29.3.0", "1.41", "less than API 1.41")]
    [InlineData("29.3.0", "1.12", null)]
    public void Clients_are_refused_from_the_version_that_the_engine_or_its_configuration_has(string target, string? chosen, string? words)
    {
        var setting = new DaemonSetting
        {
            Name = "min-api-version",
            Value = chosen ?? "",
            Source = new("/etc/docker/daemon.json", 1),
            Spelling = "min-api-version",
            Origin = DaemonSettingOrigin.File,
            Effective = chosen is not null,
        };
        var at = Well with { Target = target, Configuration = Well.Configuration with { Settings = [setting] } };
        var found = UpgradeFindings.Of(at).SingleOrDefault(finding => finding.Id == UpgradeFindingId.ClientTooOld)?.Message;
        if (words is null) Assert.Null(found);
        else Assert.Contains(words, found, StringComparison.Ordinal);
    }

    [Fact]
    public void Images_that_would_vanish_are_named() =>
        Assert.Contains(UpgradeFindings.Of(Provoke(UpgradeFindingId.StorageDriverDropped)), finding => finding.Message.Contains("sme-9:6.5", StringComparison.Ordinal));

    private static UpgradeSituation Provoke(UpgradeFindingId id)
    {
        var (facts, inventory) = (Well.Facts, Well.Inventory!);
        UpgradeSituation With(InventoryContainer container) => Well with { Inventory = inventory with { Containers = [container] } };
        return id switch
        {
            UpgradeFindingId.Not64Bit => Well with { Facts = facts with { Machine = "i686", Is64Bit = false } },
            UpgradeFindingId.MissingProgram => Well with { Facts = facts with { Tools = new HashSet<string> { "tar" } } },
            UpgradeFindingId.NotRunning => Well with { Inventory = null },
            UpgradeFindingId.PackageManagerBusy => Well with { Facts = facts with { Busy = "process 7 holds /var/run/yum.pid" } },
            UpgradeFindingId.Held => Well with { Facts = facts with { Held = ["docker-ce"] } },
            UpgradeFindingId.DeviceMapper => Well with { Facts = facts with { OldDeviceMapper = true } },
            UpgradeFindingId.AlreadyThere => Well with { Target = "20.10.24", Solution = new() { Version = "20.10.24" } },
            UpgradeFindingId.Downgrade => Well with { Target = "19.3.1" },
            UpgradeFindingId.OldPackagesGone => Well with { Solution = Well.Solution! with { KeepsPackages = false } },
            UpgradeFindingId.NotInPackage => Well with { Options = new() { Version = "26.1.5", Source = UpgradeSource.Path, Path = "/x" }, Solution = null },
            UpgradeFindingId.OutOfStep => Well with { Facts = facts with { Versions = new Dictionary<string, string> { ["dockerd"] = "20.10.24", ["docker"] = "19.3.1" } } },
            UpgradeFindingId.StorageDriverDropped => Well with { Inventory = inventory with { StorageDriver = "devicemapper" } },
            UpgradeFindingId.ClientTooOld => With(Job with { UsesEngineSocket = true }) with { Target = "29.0.0" },
            UpgradeFindingId.LiveRestore => Well with { Info = new(LiveRestoreEnabled: true, Swarm: null) },
            UpgradeFindingId.NoRestartPolicy => With(Job with { RestartPolicy = "no" }),
            UpgradeFindingId.RemovedWhenStopped => With(Job with { RemovedWhenStopped = true }),
            UpgradeFindingId.Swarm => Well with { Swarm = new("n", IsManager: true, Nodes: 3, Managers: 3, Reachable: 2, "active") },
            _ => Well with { Facts = facts with { Free = new Dictionary<string, long> { ["/var/lib"] = 1 << 20 } } },
        };
    }
}
