using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>A folder for the archives of one test, gone when the test is.</summary>
internal sealed class ArchiveFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("dockerops-archive-").FullName;

    public string Write(byte[] data, string name = "image.tar")
    {
        var path = System.IO.Path.Combine(Path, name);
        File.WriteAllBytes(path, data);
        return path;
    }

    public Task<ImageArchive> ReadAsync(byte[] data) => ImageArchiveReader.ReadAsync(Write(data));

    public Task<DockerOpsException> RefusalAsync(byte[] data) => Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(data));

    public Task<ArchiveAudit> AuditAsync(byte[] data) => AuditAsync(Write(data));

    public static async Task<ArchiveAudit> AuditAsync(string path)
    {
        var events = new List<Event>();
        await foreach (var step in ImageArchiveAudit.RunAsync(path)) events.Add(step);
        var audit = Assert.IsType<Output<ArchiveAudit>>(events[^1]).Value;
        Assert.Equal(audit.Findings, events.OfType<Output<ArchiveFinding>>().Select(output => output.Value));
        return audit;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
