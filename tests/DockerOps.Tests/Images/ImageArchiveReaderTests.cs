using System.Formats.Tar;
using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.Images;

public sealed class ImageArchiveReaderTests : IDisposable
{
    private readonly ArchiveFolder folder = new();

    public static TheoryData<string, ArchiveFormat> Layouts => new()
    {
        { "Docker20", ArchiveFormat.Docker },
        { "Podman", ArchiveFormat.Docker },
        { "Crane", ArchiveFormat.Docker },
        { "Docker28", ArchiveFormat.DockerAndOci },
        { "Oci", ArchiveFormat.Oci },
        { "OciGzip", ArchiveFormat.Oci },
    };

    internal static ArchiveBuilder Build(string layout, params string[] names) => layout switch
    {
        "Docker20" => ArchiveBuilder.Docker20(names),
        "Podman" => ArchiveBuilder.Podman(names),
        "Crane" => ArchiveBuilder.Crane(names),
        "Docker28" => ArchiveBuilder.Docker28(names),
        "Oci" => ArchiveBuilder.Oci(gzip: false, names),
        _ => ArchiveBuilder.Oci(gzip: true, names),
    };

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task Every_layout_is_read(string layout, ArchiveFormat format)
    {
        var built = Build(layout, "sme-9:6.5", "sme-9:latest");
        foreach (var tarFormat in new[] { TarEntryFormat.Ustar, TarEntryFormat.Pax, TarEntryFormat.Gnu })
        {
            var tar = built.ToTar(tarFormat);
            var archive = await folder.ReadAsync(tar);
            Assert.Equal((format, false, tar.Length), (archive.Format, archive.IsCompressed, archive.Size));
            Assert.Equal(Path.Combine(folder.Path, "image.tar"), archive.Path);
            Assert.Equal("sme-9:6.5", archive.Name);
            var image = Assert.Single(archive.Images);
            Assert.Equal(built.Id, image.Id);
            Assert.Equal(["sme-9:6.5", "sme-9:latest"], image.References.Select(name => name.ToString()));
            Assert.Equal(built.Layers.Select(ArchiveBuilder.Digest), image.DiffIds);
            Assert.Equal(built.Layers.Count, image.Layers.Count);
            var stored = layout is "OciGzip" or "Crane" ? built.Layers.Select(ArchiveBuilder.Gzip) : built.Layers;
            Assert.Equal(stored.Select(layer => (long)layer.Length), image.LayerSizes);
            Assert.Equal(("amd64", "linux", "6.5"), (image.Architecture, image.Os, image.Labels["org.example.release"]));
            Assert.Equal(new DateTimeOffset(2024, 5, 6, 7, 8, 9, TimeSpan.Zero), image.Created!.Value.AddTicks(-image.Created.Value.Ticks % TimeSpan.TicksPerSecond));
        }
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public async Task A_packed_archive_is_known_by_its_bytes(string layout, ArchiveFormat format)
    {
        var archive = await folder.ReadAsync(ArchiveBuilder.Gzip(Build(layout, "sme-9:6.5").ToTar()));
        Assert.Equal((format, true, "sme-9:6.5"), (archive.Format, archive.IsCompressed, archive.Name));
    }

    [Theory]
    [InlineData("Oci")]
    [InlineData("OciGzip")]
    [InlineData("Docker28")]
    [InlineData("Docker20")]
    public async Task A_folder_is_read_like_the_tar_of_it(string layout)
    {
        var built = Build(layout, "sme-9:6.5");
        built.ToFolder(folder.Path);
        var archive = await ImageArchiveReader.ReadAsync(folder.Path);
        Assert.Equal(built.Id, Assert.Single(archive.Images).Id);
        Assert.True((await ArchiveFolder.AuditAsync(folder.Path)).IsValid);
    }

    [Fact]
    public async Task An_image_saved_by_its_id_has_no_name()
    {
        var built = ArchiveBuilder.Docker20();
        var archive = await folder.ReadAsync(built.ToTar());
        Assert.Empty(Assert.Single(archive.Images).References);
        Assert.Equal(built.Id, archive.Name);
    }

    [Fact]
    public async Task Names_with_a_leading_dot_are_the_same_members()
    {
        var built = ArchiveBuilder.Docker28("sme-9:6.5");
        var dotted = new ArchiveBuilder { Config = built.Config, Layers = built.Layers };
        dotted.Add("./", TarEntryType.Directory);
        foreach (var name in built.Names)
        {
            if (name.EndsWith('/')) dotted.Add("./" + name, TarEntryType.Directory);
            else dotted.Add("./" + name, built.Get(name));
        }

        Assert.Equal(built.Id, Assert.Single((await folder.ReadAsync(dotted.ToTar())).Images).Id);
    }

    [Fact]
    public async Task The_index_of_several_platforms_may_leave_some_out()
    {
        var built = ArchiveBuilder.Oci(gzip: false);
        var index = ArchiveBuilder.Index([built.Manifest!.DeepClone().AsObject(), ArchiveBuilder.Descriptor("application/vnd.oci.image.manifest.v1+json", "arm64"u8.ToArray())]);
        built.Add(ArchiveBuilder.Blob(index), index);
        built.AddIndex([ArchiveBuilder.Named(ArchiveBuilder.Descriptor("application/vnd.oci.image.index.v1+json", index), "sme-9:6.5")]);
        var tar = built.ToTar();
        var image = Assert.Single((await folder.ReadAsync(tar)).Images);
        Assert.Equal("sme-9:6.5", image.References[0].ToString());
        Assert.Equal([ArchiveBuilder.Digest(index), (string)built.Manifest!["digest"]!], image.ManifestDigests);
        var audit = await folder.AuditAsync(tar);
        Assert.True(audit.IsValid);
        Assert.Equal((ArchiveFindingSeverity.Warning, ArchiveFindingKind.MissingBlob), (audit.Findings[0].Severity, audit.Findings[0].Kind));
    }

    [Fact]
    public async Task An_index_that_names_itself_ends()
    {
        // No index can hold its own digest, so the digests here are wrong; the walk has to end all the same.
        var built = ArchiveBuilder.Oci(gzip: false);
        const string name = "blobs/sha256/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
        var entry = """{"mediaType":"application/vnd.oci.image.index.v1+json","digest":"sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""";
        var index = System.Text.Encoding.UTF8.GetBytes($$"""{"manifests":[{{string.Join(',', Enumerable.Repeat(entry, 50))}}]}""");
        built.Set(name, index);
        built.Set("index.json", index);
        var audit = await folder.AuditAsync(built.ToTar());
        Assert.Contains(audit.Findings, finding => finding.Kind == ArchiveFindingKind.TooLarge);
    }

    [Theory]
    [InlineData("Docker20", ".json")]
    [InlineData("Docker20", "layer.tar")]
    [InlineData("Podman", ".tar")]
    [InlineData("Docker28", "blobs/sha256/")]
    [InlineData("Oci", "blobs/sha256/")]
    public async Task A_missing_file_is_named(string layout, string part)
    {
        foreach (var name in Build(layout).Names.Where(name => name.Contains(part, StringComparison.Ordinal) && !name.EndsWith('/')))
        {
            var built = Build(layout, "sme-9:6.5");
            if (name == "manifest.json" || built.Get(name).Length == 0) continue;
            built.Remove(name);
            var failure = await folder.RefusalAsync(built.ToTar());
            Assert.Equal(FailureKind.Corrupt, failure.Kind);
            // A layer that is a link to the missing one is missing too, under its own name.
            Assert.Contains(layout == "Docker20" && part != ".json" ? "/layer.tar" : name, failure.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("hello", "shorter than a tar header")]
    [InlineData("hello\n", "does not begin with a tar header")]
    public async Task Another_file_is_no_archive(string text, string why)
    {
        var data = System.Text.Encoding.ASCII.GetBytes(text.EndsWith('\n') ? string.Concat(Enumerable.Repeat(text, 1000)) : text);
        var failure = await folder.RefusalAsync(data);
        Assert.Equal(FailureKind.Corrupt, failure.Kind);
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
        Assert.Equal(ArchiveFindingKind.NotAnArchive, Assert.Single((await folder.AuditAsync(data)).Findings).Kind);
    }

    [Fact]
    public async Task A_tar_of_files_is_no_image_archive()
    {
        var built = new ArchiveBuilder { Config = [], Layers = [] };
        built.Add("etc/hostname", "sme-9\n"u8.ToArray());
        var failure = await folder.RefusalAsync(built.ToTar());
        Assert.Equal(FailureKind.Corrupt, failure.Kind);
        Assert.Contains("neither manifest.json nor oci-layout", failure.Message, StringComparison.Ordinal);
        Assert.Contains("is empty", (await folder.RefusalAsync(new byte[10240])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_read_here_is_said_so()
    {
        byte[] zstd = [0x28, 0xb5, 0x2f, 0xfd, .. new byte[600]];
        var failure = await folder.RefusalAsync(zstd);
        Assert.Equal(FailureKind.Unsupported, failure.Kind);
        Assert.Contains("zstd", failure.Message, StringComparison.Ordinal);
        var old = new ArchiveBuilder { Config = [], Layers = [] };
        old.Add("repositories", "{}"u8.ToArray());
        Assert.Equal(FailureKind.Unsupported, (await folder.RefusalAsync(old.ToTar())).Kind);
    }

    [Fact]
    public async Task A_path_that_leads_nowhere_is_an_error_of_its_own()
    {
        var missing = Path.Combine(folder.Path, "no.tar");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ImageArchiveReader.ReadAsync(missing));
        Assert.Equal((FailureKind.NotFound, missing), (failure.Kind, failure.Target));
        failure = await Assert.ThrowsAsync<DockerOpsException>(() => ImageArchiveReader.ReadAsync(folder.Path));
        Assert.Equal(FailureKind.InvalidInput, failure.Kind);
        failure = await Assert.ThrowsAsync<DockerOpsException>(() => ImageArchiveReader.ReadAsync(""));
        Assert.Equal(FailureKind.InvalidInput, failure.Kind);
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_an_error_of_the_closed_list()
    {
        // The only file at hand that opens and then fails: the first page of a process is not mapped.
        if (!OperatingSystem.IsLinux()) return;
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ImageArchiveReader.ReadAsync("/proc/self/mem"));
        Assert.Equal(FailureKind.Unreachable, failure.Kind);
    }

    [Fact]
    public async Task Cancelling_ends_it()
    {
        var path = folder.Write(ArchiveBuilder.Docker20().ToTar());
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ImageArchiveReader.ReadAsync(path, cancelled.Token));
    }

    [Fact]
    public async Task Layers_are_not_read()
    {
        // A sparse gigabyte between header and manifest: reading it would take a hundred times as long as seeking.
        var built = ArchiveBuilder.Docker20("sme-9:6.5");
        var tar = built.ToTar();
        var path = Path.Combine(folder.Path, "big.tar");
        const long hole = 4L << 30;
        var header = TarHeader("big", hole);
        await using (var file = File.Create(path))
        {
            file.Write(header);
            file.SetLength(header.Length + hole);
            file.Position = file.Length;
            file.Write(tar);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var read = GC.GetTotalAllocatedBytes();
        Assert.Equal(built.Id, Assert.Single((await ImageArchiveReader.ReadAsync(path, limit.Token)).Images).Id);
        Assert.True(GC.GetTotalAllocatedBytes() - read < 64 << 20);
    }

    private static byte[] TarHeader(string name, long size)
    {
        var header = new byte[512];
        System.Text.Encoding.ASCII.GetBytes(name).CopyTo(header, 0);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(size, 8).PadLeft(11, '0')).CopyTo(header, 124);
        header[156] = (byte)'0';
        "ustar\0"u8.CopyTo(header.AsSpan(257));
        "        "u8.CopyTo(header.AsSpan(148));
        var sum = header.Sum(value => value);
        System.Text.Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
        return header;
    }
}
