using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Runs on repositories that are stopped at any moment.</summary>
[Collection(nameof(SigningKeyring))]
public sealed class YumRepositoryStopTests(SigningKeyring keyring) : RepositoryTest(keyring)
{
    [LabFact]
    public async Task Whenever_it_is_stopped_there_is_the_old_or_the_new_state_and_nothing_beside_it()
    {
        await RunAsync(Wanted(await PackageAsync(1)) with { SigningKey = SigningKeyring.Key });
        var (stopped, number) = (0, 2);
        for (var wait = 0; number < 4 && wait < 20_000; wait += 30 + (wait / 2))
        {
            var before = State();
            var plan = await PlanAsync(Updated(await PackageAsync(number)));
            using var stop = new CancellationTokenSource();
            stop.CancelAfter(wait);
            try
            {
                await plan.RunAsync(stop.Token).ToListAsync();
                number++;
            }
            catch (OperationCanceledException)
            {
                // What was put in its place just before the stop stays.
                if (before == State()) stopped++;
                else number++;
            }

            Assert.Equal(["updocker"], Directory.GetFileSystemEntries(Folder).Select(Path.GetFileName));
        }

        Assert.True(stopped > 1, $"It was stopped {stopped} times.");
        Assert.Equal(number - 1, (await AuditAsync()).PackageCount);
        await ValidAsync();
    }
}
