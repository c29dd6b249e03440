using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class RpmVersionTests
{
    /// <summary>The cases published with rpm (tests/rpmvercmp.at): two versions, and how the first compares to the second.</summary>
    public static TheoryData<string, string, int> Published { get; } = new()
    {
        { "1.0", "1.0", 0 }, { "1.0", "2.0", -1 }, { "2.0.1", "2.0.1", 0 }, { "2.0", "2.0.1", -1 },
        { "2.0.1a", "2.0.1a", 0 }, { "2.0.1a", "2.0.1", 1 }, { "5.5p1", "5.5p1", 0 }, { "5.5p1", "5.5p2", -1 },
        { "5.5p10", "5.5p10", 0 }, { "5.5p1", "5.5p10", -1 }, { "10xyz", "10.1xyz", -1 }, { "xyz10", "xyz10", 0 },
        { "xyz10", "xyz10.1", -1 }, { "xyz.4", "xyz.4", 0 }, { "xyz.4", "8", -1 }, { "xyz.4", "2", -1 },
        { "5.5p2", "5.6p1", -1 }, { "5.6p1", "6.5p1", -1 }, { "6.0.rc1", "6.0", 1 }, { "10b2", "10a1", 1 },
        { "1.0aa", "1.0aa", 0 }, { "1.0a", "1.0aa", -1 }, { "10.0001", "10.0001", 0 }, { "10.0001", "10.1", 0 },
        { "10.0001", "10.0039", -1 }, { "4.999.9", "5.0", -1 }, { "20101121", "20101121", 0 }, { "20101121", "20101122", -1 },
        { "2_0", "2_0", 0 }, { "2.0", "2_0", 0 }, { "a", "a", 0 }, { "a+", "a+", 0 }, { "a+", "a_", 0 }, { "+a", "+a", 0 },
        { "+a", "_a", 0 }, { "+_", "+_", 0 }, { "_+", "+_", 0 }, { "_+", "_+", 0 }, { "+", "_", 0 },
        { "1.0~rc1", "1.0~rc1", 0 }, { "1.0~rc1", "1.0", -1 }, { "1.0~rc1", "1.0~rc2", -1 },
        { "1.0~rc1~git123", "1.0~rc1~git123", 0 }, { "1.0~rc1~git123", "1.0~rc1", -1 }, { "1.0^", "1.0^", 0 }, { "1.0^", "1.0", 1 },
        { "1.0^git1", "1.0^git1", 0 }, { "1.0^git1", "1.0", 1 }, { "1.0^git1", "1.0^git2", -1 }, { "1.0^git1", "1.01", -1 },
        { "1.0^20160101", "1.0^20160101", 0 }, { "1.0^20160101", "1.0.1", -1 }, { "1.0^20160101^git1", "1.0^20160101^git1", 0 },
        { "1.0^20160102", "1.0^20160101^git1", 1 }, { "1.0~rc1^git1", "1.0~rc1^git1", 0 }, { "1.0~rc1^git1", "1.0~rc1", 1 },
        { "1.0^git1~pre", "1.0^git1~pre", 0 }, { "1.0^git1", "1.0^git1~pre", 1 }, { "1.0^git1~pre", "1.0", 1 },
        { "1b.fc17", "1b.fc17", 0 }, { "1b.fc17", "1.fc17", -1 }, { "1g.fc17", "1g.fc17", 0 }, { "1g.fc17", "1.fc17", 1 },
        { "1.1.α", "1.1.α", 0 }, { "1.1.α", "1.1.β", 0 }, { "1.1.αα", "1.1.α", 0 }, { "1.1.α", "1.1.ββ", 0 },
        { "0000001", "1", 0 }, { "99999999999999999999999", "100000000000000000000000", -1 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void Versions_compare_as_rpm_compares_them(string left, string right, int order)
    {
        Assert.Equal(order, Math.Sign(RpmVersion.Compare(left, right)));
        Assert.Equal(-order, Math.Sign(RpmVersion.Compare(right, left)));
    }

    [Theory]
    [InlineData("1:1.0-1", "2.0-1", 1)]
    [InlineData("0:1.0-1", "1.0-1", 0)]
    [InlineData("1.0-2", "1.0-10", -1)]
    [InlineData("1.0", "1.0-10", 0)]
    [InlineData("1.0~rc1-1", "1.0-1", -1)]
    public void The_epoch_counts_first_and_the_release_last(string left, string right, int order) =>
        Assert.Equal(order, Math.Sign(RpmVersion.Parse(left).CompareTo(RpmVersion.Parse(right))));

    [Theory]
    [InlineData("1:2.0-3", 1, "2.0", "3")]
    [InlineData("2.0-rc-3", 0, "2.0-rc", "3")]
    [InlineData("2.0", 0, "2.0", null)]
    public void A_text_is_read_and_written(string text, int epoch, string version, string? release)
    {
        var read = RpmVersion.Parse(text);
        Assert.Equal(new RpmVersion(epoch, version, release), read);
        Assert.Equal(text, read.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x:1")]
    [InlineData("-1")]
    [InlineData("1-")]
    public void What_is_no_version_is_refused(string text) =>
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => RpmVersion.Parse(text)).Kind);
}
