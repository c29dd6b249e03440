using System.Collections.Concurrent;
using DockerOps.Hosts;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class FolderExchangeTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dockerops test.").FullName;
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData(true, 201)]
    [InlineData(false, 9)]
    public async Task A_reader_finds_the_one_or_the_other_and_never_none(bool withoutProgram, int times)
    {
        if (!OperatingSystem.IsLinux()) return;
        async Task ExchangeAsync(string made, string place)
        {
            if (withoutProgram) Assert.True(LinuxFiles.TryExchange(made, place));
            else await HostShell.Here.ReadAsync(FolderExchange.Words(made, place), CancellationToken.None);
        }

        var (place, next) = (Path.Combine(folder, "it's here"), Path.Combine(folder, "next"));
        Make(next, "0");
        await ExchangeAsync(next, place);
        Assert.False(Directory.Exists(next));
        using var stop = new CancellationTokenSource();
        var seen = new ConcurrentDictionary<string, bool>();
        var reading = Task.Run(() =>
        {
            while (!stop.IsCancellationRequested) seen[File.ReadAllText(Path.Combine(place, "file"))] = true;
        });
        Make(next, "1");
        for (var i = 0; i < times || (seen.Count < 2 && i < 100_000) || i % 2 == 0; i++) await ExchangeAsync(next, place);
        await stop.CancelAsync();
        await reading;
        Assert.Equal(["0", "1"], seen.Keys.Order());
        Assert.Equal(("1", "0"), (File.ReadAllText(Path.Combine(place, "file")), File.ReadAllText(Path.Combine(next, "file"))));
    }

    [Fact]
    public void One_run_at_a_time_and_no_trace_after_it()
    {
        if (!OperatingSystem.IsLinux()) return;
        var place = Path.Combine(folder, "x");
        using (RepositoryLock.Take(place))
            Assert.Equal(FailureKind.Conflict, Assert.Throws<DockerOpsException>(() => RepositoryLock.Take(place)).Kind);
        RepositoryLock.Take(place).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    private static void Make(string path, string text)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, "file"), text);
    }
}
