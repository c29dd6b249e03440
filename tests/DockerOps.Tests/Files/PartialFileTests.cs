using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

/// <summary>Files that get their name when they are whole, beside others who write the same one.</summary>
public sealed class PartialFileTests : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("partial-").FullName;

    private string Target => Path.Combine(root, "target");

    private string Partial => PartialFile.PartialOf(Target);

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_link_in_the_place_of_what_is_written_is_not_followed(bool goesOn)
    {
        var other = Path.Combine(root, "other");
        await File.WriteAllTextAsync(other, "mine");
        File.CreateSymbolicLink(Partial, other);

        await using (var file = Begin(goesOn)) await WriteAsync(file);

        Assert.Equal(("mine", "new"), (await File.ReadAllTextAsync(other), await File.ReadAllTextAsync(Target)));
        Assert.Null(new FileInfo(Target).LinkTarget);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_one_writes_no_other_begins_until_it_has_its_name(bool goesOn)
    {
        await using var file = Begin(goesOn);
        Assert.Equal(FailureKind.Conflict, Assert.Throws<DockerOpsException>(() => Begin(!goesOn)).Kind);
        await file.Stream.WriteAsync("new"u8.ToArray());
        file.Finish();
        Assert.Equal(FailureKind.Conflict, Assert.Throws<DockerOpsException>(() => Begin(goesOn)).Kind);
        // Read again before it gets its name.
        await using (var read = LocalFile.OpenRead(Partial)) Assert.Equal(3, read.Length);
        file.Commit();

        Assert.Equal([Target], Directory.GetFiles(root));
        Assert.Equal("new", await File.ReadAllTextAsync(Target));
    }

    [Fact]
    public async Task What_somebody_has_left_is_gone_on_with_or_begun_anew()
    {
        await File.WriteAllTextAsync(Partial, "a long start");
        await using (var file = PartialFile.Continue(Target, overwrite: false, size: null)) Assert.Equal(12, file.Stream.Length);
        await using (var file = PartialFile.Create(Target, overwrite: false, size: null)) await WriteAsync(file);

        Assert.Equal("new", await File.ReadAllTextAsync(Target));
    }

    [Fact]
    public async Task Of_two_that_begin_at_once_one_writes()
    {
        for (var round = 0; round < 1000; round++)
        {
            using var start = new Barrier(2);
            var begun = await Task.WhenAll(Enumerable.Range(0, start.ParticipantCount).Select(_ => Task.Factory.StartNew(
                () =>
                {
                    start.SignalAndWait();
                    try
                    {
                        return PartialFile.Create(Target, overwrite: true, size: null);
                    }
                    catch (DockerOpsException)
                    {
                        return null;
                    }
                },
                default, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
            foreach (var file in begun.OfType<PartialFile>()) await file.DisposeAsync();

            Assert.InRange(begun.OfType<PartialFile>().Count(), 0, 1);
        }
    }

    private PartialFile Begin(bool goesOn) => goesOn ? PartialFile.Continue(Target, overwrite: true, size: null) : PartialFile.Create(Target, overwrite: true, size: null);

    private static async Task WriteAsync(PartialFile file)
    {
        await file.Stream.WriteAsync("new"u8.ToArray());
        file.Finish();
        file.Commit();
    }
}
