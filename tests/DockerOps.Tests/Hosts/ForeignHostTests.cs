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

    [Fact]
    public async Task What_is_missing_is_missing()
    {
        // Not every machine has the words.
        if (!(await French.RunAsync(["cat", "/no-such-file"], default)).ErrorOutput.Contains("Aucun fichier", StringComparison.Ordinal)) return;

        var read = await Assert.ThrowsAsync<DockerOpsException>(() => new BackupFolder.OnHost(French, folder + "/none").BytesAsync("manifest.json", default));
        Assert.Equal(FailureKind.NotFound, read.Kind);

        var partial = Path.Combine(folder, "partial");
        await File.WriteAllTextAsync(partial, "");
        var moved = await French.RunAsync(HostFileScripts.CommitTo(partial, folder + "/none/file", "600", overwrite: true, 0), default);
        Assert.Equal(FailureKind.NotFound, HostFile.Explain(French.Host, "file", moved.ErrorOutput).Kind);
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
