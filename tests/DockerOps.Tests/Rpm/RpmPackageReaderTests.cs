using System.Security.Cryptography;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

public sealed class RpmPackageReaderTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dockerops-test.").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task The_least_of_a_package_is_read()
    {
        var bytes = RpmFile.Of([.. RpmFile.Texts("a+b", "1.0~rc1", "2.el7", "x86_64"), (1004, "What it is")]);
        var package = await ReadAsync(bytes);
        Assert.Equal("a+b-1.0~rc1-2.el7.x86_64", package.ToString());
        Assert.Equal(("What it is", bytes.Length, false), (package.Summary, package.Size, package.IsSource));
        Assert.Equal(Convert.ToHexString(SHA256.HashData(bytes)).ToLowerInvariant(), package.Sha256);
        Assert.Null(package.Signer);
    }

    [Fact]
    public async Task A_package_that_names_no_source_is_a_source() =>
        Assert.Equal("x-1-1.src", (await ReadAsync(RpmFile.Of(RpmFile.Texts()[..4]))).Nevra);

    [Theory]
    [InlineData("../x")]
    [InlineData("-x")]
    [InlineData("x y")]
    [InlineData("x\ny")]
    [InlineData("")]
    public async Task A_name_that_is_none_is_refused(string name) => await RefusedAsync(RpmFile.Of(RpmFile.Texts(name)));

    [Fact]
    public async Task Lengths_and_offsets_that_lead_out_are_refused()
    {
        var lead = RpmFile.Lead();
        var good = RpmFile.Header([(62, 7, 0, 16)], new byte[16]);
        byte[] Main(int type, int offset, int count) => RpmFile.Header([(1000, type, offset, count)], "x\0"u8.ToArray());

        await RefusedAsync([]);
        await RefusedAsync("This is no package, and longer than a package's lead is, as a page of a web server would be that says: not found."u8.ToArray());
        await RefusedAsync(lead);
        await RefusedAsync([.. lead, .. good]);
        await RefusedAsync([.. lead, .. good[..^1]]);
        await RefusedAsync([.. lead, .. new byte[16]]);
        await RefusedAsync([.. lead, .. good, .. Main(6, 2, 1)]);
        await RefusedAsync([.. lead, .. good, .. Main(6, int.MaxValue, 1)]);
        await RefusedAsync([.. lead, .. good, .. Main(6, -1, 1)]);
        await RefusedAsync([.. lead, .. good, .. Main(4, 0, 1)]);
        await RefusedAsync([.. lead, .. good, .. Main(99, 0, 1)]);
        await RefusedAsync([.. lead, .. good, .. Main(6, 0, 0)]);
        await RefusedAsync([.. lead, .. good, .. RpmFile.Header([(1000, 6, 0, 1)], "no end"u8.ToArray())]);

        // 64 Ki entries or 256 MiB are claimed, and a few bytes are there.
        var claim = good[..16];
        claim[9] = 0xFF;
        await RefusedAsync([.. lead, .. claim]);
        claim = good[..16];
        claim[12] = 0x0F;
        await RefusedAsync([.. lead, .. claim]);
        claim[12] = 0xFF;
        await RefusedAsync([.. lead, .. claim]);
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_not_damaged()
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RpmPackageReader.ReadAsync(folder + "/none.rpm", CancellationToken.None));
        Assert.Equal(FailureKind.NotFound, failure.Kind);
    }

    [LabFact]
    public async Task Packages_of_rpmbuild_are_read_as_rpm_reads_them()
    {
        var files = RpmPackageFiles.In(Lab.Current.Text("rpm", "tree"));
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var package = await RpmPackageReader.ReadAsync(file, CancellationToken.None);
            Assert.Equal(Path.GetFileName(file), package.FileName);
            Assert.Equal(Path.GetFileName(file), package.Nevra + ".rpm");
            Assert.Equal(Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(file))).ToLowerInvariant(), package.Sha256);
            Assert.NotNull(package.Summary);
            Assert.InRange(package.BuildTime!.Value, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), DateTimeOffset.UtcNow);
        }
    }

    [LabFact]
    public async Task A_changed_byte_is_found_wherever_it_is()
    {
        var good = await File.ReadAllBytesAsync(Directory.GetFiles(Lab.Current.Text("rpm", "tree") + "/odd", "odd-small-*.rpm").Single());
        await ReadAsync(good);
        var header = good.AsSpan().LastIndexOf(new byte[] { 0x8E, 0xAD, 0xE8, 0x01 });
        foreach (var at in new[] { 0, 4, RpmFile.LeadLength, RpmFile.LeadLength + 9, header, header + 12, header + 40, header + 400, good.Length - 1 })
        {
            var bad = (byte[])good.Clone();
            bad[at] ^= 0x55;
            await RefusedAsync(bad);
        }

        await RefusedAsync(good[..^1]);
        await RefusedAsync([.. good, 0]);
    }

    private async Task<RpmPackage> ReadAsync(byte[] bytes)
    {
        var file = Path.Combine(folder, "x.rpm");
        await File.WriteAllBytesAsync(file, bytes);
        return await RpmPackageReader.ReadAsync(file, CancellationToken.None);
    }

    private async Task RefusedAsync(byte[] bytes)
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => ReadAsync(bytes));
        Assert.Equal((FailureKind.Corrupt, Path.Combine(folder, "x.rpm")), (failure.Kind, (string?)failure.Target));
    }
}
