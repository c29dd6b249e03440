using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class PartialClaimTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("claim-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    // One that is being given back is still there to be opened.
    [Fact]
    public async Task Only_one_has_it_at_a_time()
    {
        var (partial, owners, most, taken) = (Path.Combine(root, "x.partial"), 0, 0, 0);
        void TakeOften()
        {
            for (var round = 0; round < 2000; round++)
            {
                if (!PartialClaim.TryTake(partial, out var claim)) continue;
                most = Math.Max(most, Interlocked.Increment(ref owners));
                taken++;
                Interlocked.Decrement(ref owners);
                claim.Dispose();
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Factory.StartNew(TakeOften, default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        Assert.NotEqual(0, taken);
        Assert.Equal(1, most);
        Assert.Empty(Directory.GetFileSystemEntries(root));
    }
}
