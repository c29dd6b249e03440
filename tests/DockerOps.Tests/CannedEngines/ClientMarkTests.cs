using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

public sealed class ClientMarkTests
{
    private static readonly string Mark = ClientMark.Of("x");

    [Fact]
    public void One_that_runs_is_known_and_an_earlier_one_of_its_number_is_not_taken_for_it()
    {
        Assert.False(ClientMark.IsLeft(Mark, DateTimeOffset.UtcNow));
        Assert.True(ClientMark.IsLeft(Mark[..Mark.LastIndexOf('.')] + ".1", DateTimeOffset.UtcNow));
    }

    // A time of day would be another one after the clock was set.
    [Fact]
    public void On_Linux_its_start_is_told_as_the_kernel_counts_it()
    {
        if (!OperatingSystem.IsLinux()) return;
        var stat = File.ReadAllText("/proc/self/stat");
        Assert.Equal(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19], Mark.Split('.')[^1]);
    }
}
