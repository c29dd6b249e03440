using System.Formats.Tar;
using System.Text;
using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

public sealed class ImageArchiveAuditTests : IDisposable
{
    private readonly ArchiveFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(ImageArchiveReaderTests.Layouts), MemberType = typeof(ImageArchiveReaderTests))]
    public async Task A_good_archive_is_valid(string layout, ArchiveFormat format)
    {
        var tar = ImageArchiveReaderTests.Build(layout, "sme-9:6.5").ToTar();
        foreach (var data in new[] { tar, ArchiveBuilder.Gzip(tar), [.. tar, .. new byte[8192]] })
        {
            var audit = await folder.AuditAsync(data);
            Assert.True(audit.IsValid, string.Join('\n', audit.Findings));
            Assert.Empty(audit.Findings);
            Assert.Equal((format, data.Length, ArchiveBuilder.Hex(data)), (audit.Format, audit.BytesHashed, audit.Sha256));
            Assert.Equal("sme-9:6.5", Assert.Single(audit.Images).References[0].ToString());
        }
    }

    [Theory]
    [InlineData("Docker20")]
    [InlineData("Podman")]
    [InlineData("Crane")]
    [InlineData("Docker28")]
    [InlineData("Oci")]
    [InlineData("OciGzip")]
    public async Task A_changed_file_is_found(string layout)
    {
        foreach (var name in ImageArchiveReaderTests.Build(layout).Names)
        {
            var built = ImageArchiveReaderTests.Build(layout, "sme-9:6.5");
            var isContent = name.EndsWith("layer.tar", StringComparison.Ordinal) || name.Contains("blobs/", StringComparison.Ordinal)
                || name.Length > 64;
            if (!isContent || built.Get(name).Length == 0 || name.EndsWith("VERSION", StringComparison.Ordinal)
                || name.EndsWith("/json", StringComparison.Ordinal)) continue;
            built.Flip(name);
            var audit = await folder.AuditAsync(built.ToTar());
            Assert.False(audit.IsValid);
            Assert.Contains(audit.Findings, finding => finding.Kind == ArchiveFindingKind.DigestMismatch);
        }
    }

    [Fact]
    public async Task Layers_that_the_engine_left_out_are_found()
    {
        var built = ArchiveBuilder.Docker28("sme-9:6.5");
        foreach (var layer in built.Layers) built.Remove(ArchiveBuilder.Blob(layer));
        var audit = await folder.AuditAsync(built.ToTar());
        Assert.False(audit.IsValid);
        Assert.Equal(built.Layers.Select(ArchiveBuilder.Blob).ToHashSet(),
            audit.Findings.Where(finding => finding.Kind == ArchiveFindingKind.MissingBlob).Select(finding => finding.Member!).ToHashSet());
    }

    [Fact]
    public async Task Empty_placeholders_for_layers_are_found()
    {
        var built = ArchiveBuilder.Docker20("sme-9:6.5");
        built.Set(built.Names.First(name => name.EndsWith("layer.tar", StringComparison.Ordinal)), []);
        Assert.Contains((await folder.AuditAsync(built.ToTar())).Findings, finding => finding.Kind == ArchiveFindingKind.DigestMismatch);
    }

    [Fact]
    public async Task A_layer_whose_size_is_wrong_is_found_without_reading_it()
    {
        var built = ArchiveBuilder.Oci(gzip: false);
        built.Set(ArchiveBuilder.Blob(built.Layers[0]), new byte[5]);
        Assert.Contains("should have 600", (await folder.RefusalAsync(built.ToTar())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_layer_that_cannot_be_unpacked_is_a_warning()
    {
        var built = ArchiveBuilder.Docker28("sme-9:6.5");
        byte[] zstd = [0x28, 0xb5, 0x2f, 0xfd, 1, 2, 3];
        built.Add(ArchiveBuilder.Blob(zstd), zstd);
        built.AddManifest(ArchiveBuilder.Blob(built.Config), [ArchiveBuilder.Blob(zstd), ArchiveBuilder.Blob(built.Layers[1])], []);
        var audit = await folder.AuditAsync(built.ToTar());
        Assert.True(audit.IsValid);
        Assert.Equal(ArchiveFindingKind.Unverified, Assert.Single(audit.Findings).Kind);
    }

    [Theory]
    [InlineData("../../etc/cron.d/x", TarEntryType.RegularFile, "")]
    [InlineData("/etc/cron.d/x", TarEntryType.RegularFile, "")]
    [InlineData("a/../../x", TarEntryType.RegularFile, "")]
    [InlineData("a\u001b[31m", TarEntryType.RegularFile, "")]
    [InlineData("a", TarEntryType.SymbolicLink, "/etc/passwd")]
    [InlineData("a/b", TarEntryType.SymbolicLink, "../../x")]
    [InlineData("a/b", TarEntryType.HardLink, "../x")]
    [InlineData("a", TarEntryType.Fifo, "")]
    public async Task A_path_out_of_the_archive_is_refused(string name, TarEntryType type, string link)
    {
        var built = ArchiveBuilder.Docker20("sme-9:6.5");
        built.Add(name, type, link);
        var audit = await folder.AuditAsync(built.ToTar());
        var finding = Assert.Single(audit.Findings);
        Assert.Equal((ArchiveFindingSeverity.Error, ArchiveFindingKind.UnsafePath), (finding.Severity, finding.Kind));
        Assert.DoesNotContain('\u001b', finding.Message + finding.Member);
    }

    [Fact]
    public async Task A_layer_that_is_a_link_out_of_the_archive_is_missing()
    {
        var built = ArchiveBuilder.Docker28("sme-9:6.5");
        var layer = ArchiveBuilder.Blob(built.Layers[0]);
        built.Remove(layer);
        built.Add(layer, TarEntryType.SymbolicLink, "../../../etc/passwd");
        built.ToFolder(folder.Path);
        var audit = await ArchiveFolder.AuditAsync(folder.Path);
        Assert.Equal([ArchiveFindingKind.UnsafePath, ArchiveFindingKind.MissingBlob], audit.Findings.Select(finding => finding.Kind).Distinct());
    }

    [Fact]
    public async Task Links_in_a_circle_end()
    {
        var built = ArchiveBuilder.Docker20("sme-9:6.5");
        built.Add("a", TarEntryType.SymbolicLink, "b");
        built.Add("b", TarEntryType.SymbolicLink, "a");
        built.AddManifest(ArchiveBuilder.Hex(built.Config) + ".json", ["a", "a", "b"], []);
        Assert.All((await folder.AuditAsync(built.ToTar())).Findings, finding => Assert.Equal(ArchiveFindingKind.MissingBlob, finding.Kind));
    }

    [Fact]
    public async Task Two_members_of_one_name_are_refused()
    {
        var built = ArchiveBuilder.Docker20("sme-9:6.5");
        built.Add("./manifest.json", "[]"u8.ToArray());
        Assert.Equal(ArchiveFindingKind.DuplicateMember, Assert.Single((await folder.AuditAsync(built.ToTar())).Findings).Kind);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("""[{"Config":"x","Layers":null}]""")]
    [InlineData("""[{"Config":7,"Layers":[]}]""")]
    [InlineData("""[{"Config":"manifest.json","Layers":[]}]""")]
    [InlineData("[[[[[")]
    [InlineData("text")]
    public async Task A_manifest_that_makes_no_sense_is_reported(string manifest)
    {
        foreach (var name in new[] { "manifest.json", "index.json" })
        {
            var built = ArchiveBuilder.Docker28("sme-9:6.5");
            built.Set(name, Encoding.UTF8.GetBytes(manifest));
            var audit = await folder.AuditAsync(built.ToTar());
            Assert.Contains(audit.Findings, finding => finding.Kind == ArchiveFindingKind.UnreadableManifest);
        }
    }

    [Fact]
    public async Task A_name_that_is_none_and_a_layer_too_many_are_reported()
    {
        var built = ArchiveBuilder.Podman("Not a name");
        var layers = built.Layers.Select(layer => ArchiveBuilder.Hex(layer) + ".tar");
        built.AddManifest(ArchiveBuilder.Hex(built.Config) + ".json", layers.Append("manifest.json"), ["Not a name"]);
        var audit = await folder.AuditAsync(built.ToTar());
        Assert.Equal(2, audit.Findings.Count(finding => finding.Kind == ArchiveFindingKind.UnreadableManifest));
    }

    [Fact]
    public async Task A_document_too_large_is_not_read()
    {
        var built = ArchiveBuilder.Podman("sme-9:6.5");
        built.Set("manifest.json", [.. built.Get("manifest.json"), .. Enumerable.Repeat((byte)' ', 9 << 20)]);
        Assert.Contains("too large", (await folder.RefusalAsync(built.ToTar())).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        var path = folder.Write(ArchiveBuilder.Docker20().ToTar());
        using var cancelled = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var step in ImageArchiveAudit.RunAsync(path, cancelled.Token))
            {
                Assert.IsType<Progress>(step);
                await cancelled.CancelAsync();
            }
        });
        File.Delete(path);
    }
}
