using System.Text;
using DockerOps.Backups;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

/// <summary>A host whose programs speak French: what went wrong is understood all the same.</summary>
public sealed class ForeignHostTests : IDisposable
{
    private static readonly HostShell French = HostShell.Here.By(["env", "LANGUAGE=fr", "LC_ALL=C.UTF-8"]);
    private readonly string folder = Directory.CreateTempSubdirectory("foreign-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    // Not every machine has the words. What somebody asks for himself is answered in them.
    private static async Task<bool> IsFrenchAsync() =>
        (await French.RunAsync(["cat", "/no-such-file"], timeout: null, default)).ErrorOutput.Contains("Aucun fichier", StringComparison.Ordinal);

    [LabFact]
    public async Task A_step_that_finds_the_disk_full_says_so()
    {
        if (!await IsFrenchAsync()) return;
        IReadOnlyList<string> fill = ["dd", "if=/dev/zero", $"of={Lab.Current.Text("smallFolder")}/{Lab.Unique("fill")}", "bs=1M", "count=100"];
        try
        {
            Assert.Equal(FailureKind.NoSpace, (await Assert.ThrowsAsync<DockerOpsException>(() => French.ReadAsync(fill, default))).Kind);
            Assert.Equal(FailureKind.NoSpace, (await Assert.ThrowsAsync<DockerOpsException>(() => new CommandStep(fill).RunAsync(French, new(), default))).Kind);
        }
        finally
        {
            File.Delete(fill[2]["of=".Length..]);
        }
    }

    [Fact]
    public async Task What_is_missing_is_missing()
    {
        if (!await IsFrenchAsync()) return;

        var read = await Assert.ThrowsAsync<DockerOpsException>(() => new BackupFolder.OnHost(French, folder + "/none").BytesAsync("manifest.json", default));
        Assert.Equal(FailureKind.NotFound, read.Kind);

        var partial = Path.Combine(folder, "partial");
        await File.WriteAllTextAsync(partial, "");
        var moved = await French.RunAsync(HostFileScripts.CommitTo(partial, folder + "/none/file", "600", overwrite: true, 0), default);
        Assert.Equal(FailureKind.NotFound, HostFile.Explain(French.Host, "file", moved.ErrorOutput).Kind);
    }

    [Fact]
    public async Task What_streams_says_why_it_ends()
    {
        if (!await IsFrenchAsync()) return;

        await using var stream = await HostCommand.StartAsync(French, ["tar", "-cf", "-", "-C", folder, "none"], default);
        Assert.Contains("No such file", (await Assert.ThrowsAsync<DockerOpsException>(() => stream.CompleteAsync(default))).Message, StringComparison.Ordinal);

        var (_, errors) = await French.FollowAsync(["cat", folder + "/none"], _ => { }, null, default);
        Assert.Contains("No such file", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Letters_are_what_they_were()
    {
        var file = Path.Combine(folder, "kept");
        var result = await French.RunAsync(HostFileScripts.KeepOutput(file, ["sh", "-c", "printf '%s' \"$LANG\"; locale charmap 2>/dev/null || :"]), default);
        Assert.True(result.Success, result.ErrorOutput);
        Assert.StartsWith("C.UTF-8", await File.ReadAllTextAsync(file, Encoding.UTF8), StringComparison.Ordinal);
    }
}
