using Xunit;

namespace DockerOps.Tests.Hosts;

/// <summary>What runs here under sudo may not be signalled by the user who started it. Root is needed, as it is for the lab.</summary>
public sealed class OtherUserTests
{
    [LabTheory]
    [InlineData("timeout", "TimedOut")]
    [InlineData("reading", "disposed")]
    public async Task ACommandThatMayNotBeSignalledEndsAllTheSame(string what, string end)
    {
        Assert.Equal((end, 0, false), await OtherUser.RunAsync(what));
    }

    [LabFact]
    public async Task One_that_heeds_nothing_is_left_after_a_while()
    {
        Assert.Equal(("disposed", 0, true), await OtherUser.RunAsync("deaf"));
    }
}
