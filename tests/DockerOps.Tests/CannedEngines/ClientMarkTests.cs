using System.Globalization;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

public sealed class ClientMarkTests
{
    private static readonly string Mark = ClientMark.Of("x");

    [Fact]
    public void One_that_runs_is_known_and_an_earlier_one_of_its_number_is_not_taken_for_it()
    {
        Assert.False(ClientMark.IsGone(Mark));
        Assert.True(ClientMark.IsGone(Mark[..Mark.LastIndexOf('.')] + ".1"));
    }

    // What an engine makes bears its own time, and this machine's clock may be off by days.
    [Theory]
    [InlineData(-3, -1, false)]
    [InlineData(3, -30, true)]
    [InlineData(3, 0, false)]
    public async Task What_another_machine_has_in_use_is_too_old_by_the_clock_of_the_engine_only(int days, int hours, bool isLeft)
    {
        var now = DateTimeOffset.UtcNow.AddDays(days);
        await using var engine = new CannedEngine();
        engine.On("GET /info", CannedEngine.Json(200, $$"""{"SystemTime":"{{now.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'00Z'", CultureInfo.InvariantCulture)}}"}"""));
        engine.On("GET /containers/json", CannedEngine.Json(200, $$"""
            [ {"Id":"0123456789abcdef","Names":["/x"],"Image":"x","ImageID":"sha256:1","Created":{{now.AddHours(hours).ToUnixTimeSeconds()}},"State":"created","Status":"Created","Labels":{ "{{BuildRemains.Label}}":"x.0123456789ab.1.1" } } ]
            """));

        Assert.Equal(isLeft ? 1 : 0, (await BuildRemains.FindAsync(engine.Client, default)).Count);
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
