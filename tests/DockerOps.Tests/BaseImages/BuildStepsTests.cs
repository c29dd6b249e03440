using DockerOps.BaseImages;
using Xunit;

namespace DockerOps.Tests.BaseImages;

/// <summary>The command that installs: one spelling for yum, dnf 4 and dnf 5.</summary>
public sealed class BuildStepsTests
{
    private static readonly BaseImageSpec Core = new()
    {
        Name = ImageReference.Parse("centos"), Groups = ["Core"], Repositories = [new() { Id = "base", BaseUrl = ["http://mirror.example/6"] }], ReleaseVersion = "6",
    };

    private static BuildSteps Steps(BaseImageSpec spec, string manager) =>
        new(spec, new BuildHostFacts(manager, HasDocker: true, "/var/tmp", 0, 1 << 30, 1 << 30, SharesDevice: true), DockerHost.Local, root: null, "abc");

    // dnf 5 has no groupinstall, and knows a group by its id only: core of Core, or SME-Core as it is.
    [Theory]
    [InlineData("yum")]
    [InlineData("dnf")]
    public void A_group_is_asked_for_by_its_id(string manager)
    {
        var words = Steps(Core, manager).Install;
        Assert.Equal(["--releasever=6", "install", "--", "@[Cc]ore"], words.TakeLast(4));
        Assert.Equal(["@[Ss][Mm][Ee]-[Cc]ore", "@standard", "@[a-c]*"], Steps(Core with { Groups = ["SME-Core", "standard", "[a-c]*"] }, manager).Install.TakeLast(3));
        Assert.Equal(["install", "--", "@[Cc]ore", "e-smith*"], Steps(Core with { Packages = ["e-smith*"] }, manager).Install.TakeLast(4));
    }

    // dnf.conf(5) of dnf 5: root's cache is system_cachedir, whatever cachedir says.
    [Fact]
    public void No_cache_stays_in_the_image() =>
        Assert.Contains("\nsystem_cachedir=/.build/cache\n", System.Text.Encoding.UTF8.GetString(Steps(Core, "dnf").Configuration), StringComparison.Ordinal);
}
