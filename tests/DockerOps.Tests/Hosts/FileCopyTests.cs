using System.Runtime.Versioning;
using System.Security.Cryptography;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

[UnsupportedOSPlatform("windows")]
public sealed class FileCopyTests() : HostCopyTest("copy")
{
    [LabTheory]
    [InlineData("file.tar", 3_000_001)]
    [InlineData("empty", 0)]
    [InlineData("it's a \"name\" with $(id) \\n *", 10)]
    [InlineData("-rf", 10)]
    [InlineData("a line\nend", 10)]
    public async Task TravelsThereAndBack(string name, int length)
    {
        var source = Make(name, length);
        File.SetUnixFileMode(source, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.SetUser);

        var up = await UploadAsync(source, There);
        var down = await DownloadAsync($"{There}/{name}", Path.Combine(Here, "back"));

        Assert.Equal((length, Hash(source), 0L, $"{There}/{name}"), (up.Length, up.Sha256, up.Resumed, up.HostPath));
        Assert.Equal((length, Hash(source), source), (down.Length, Hash(down.Path), up.Path));
        Assert.Equal("740", await Shell.ReadAsync("stat", "-c", "%a", $"{There}/{name}"));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead, File.GetUnixFileMode(down.Path));
        Assert.Equal(name, await Shell.ReadAsync("ls", There));
    }

    [LabFact]
    public async Task GoesOnWhereAnUploadWasCut()
    {
        var source = Make("big", 64_000_000);
        var upload = await FileUpload.PrepareAsync(Shell, source, There + "/", overwrite: false, default);
        await StopAsync(upload.RunAsync);
        Assert.Equal("big.partial", await Shell.ReadAsync("ls", There));

        var transfer = await UploadAsync(source, There);

        Assert.InRange(transfer.Resumed, 1, 64_000_000);
        Assert.Equal(Hash(source), (await Shell.ReadAsync("sha256sum", There + "/big"))[..64]);
        Assert.Equal("big", await Shell.ReadAsync("ls", There));
    }

    [LabFact]
    public async Task GoesOnWhereADownloadWasCut()
    {
        var content = new byte[5_000_000];
        Random.Shared.NextBytes(content);
        await UploadAsync(Make("whole", content), There);
        await File.WriteAllBytesAsync(Path.Combine(Here, "back.partial"), content[..2_000_000]);

        var transfer = await DownloadAsync(There + "/whole", Path.Combine(Here, "back"));

        Assert.Equal(2_000_000, transfer.Resumed);
        Assert.Equal(content, await File.ReadAllBytesAsync(transfer.Path));
    }

    [LabFact]
    public async Task BeginsAnewWhenThePartIsOfAnotherFile()
    {
        var source = Make("new", 1_000_000);
        await UploadAsync(Make("old", 500_000), There + "/new.partial");
        await File.WriteAllBytesAsync(Path.Combine(Here, "back.partial"), new byte[400_000]);

        var up = await UploadAsync(source, There);
        var down = await DownloadAsync(There + "/new", Path.Combine(Here, "back"));

        Assert.Equal((0L, 0L), (up.Resumed, down.Resumed));
        Assert.Equal(Hash(source), Hash(down.Path));
    }

    [LabFact]
    public async Task ReplacesOnlyWhenTold()
    {
        var source = Make("file", 10);
        await UploadAsync(source, There);
        var other = Make("other", 20);

        var up = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(other, There + "/file"));
        var down = await Assert.ThrowsAsync<DockerOpsException>(() => DownloadAsync(There + "/file", other));

        Assert.Equal((FailureKind.Conflict, There + "/file"), (up.Kind, up.Target));
        Assert.Equal((FailureKind.Conflict, other), (down.Kind, down.Target));
        Assert.Equal(20, (await UploadAsync(other, There + "/file", overwrite: true)).Length);
        Assert.Equal("20", await Shell.ReadAsync("stat", "-c", "%s", There + "/file"));
    }

    [LabTheory]
    [InlineData("/no/such/folder/x", FailureKind.NotFound)]
    [InlineData("/etc/x", FailureKind.NotPermitted)]
    public async Task SaysWhereItCannotWrite(string destination, FailureKind kind)
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(Make("file", 1), destination));

        Assert.Equal((kind, destination), (failure.Kind, failure.Target));
    }

    [LabTheory]
    [InlineData("/no/such/file", FailureKind.NotFound)]
    [InlineData("/etc/shadow", FailureKind.NotPermitted)]
    [InlineData("/root/.bashrc", FailureKind.NotPermitted)]
    [InlineData("/root/no/such", FailureKind.NotPermitted)]
    [InlineData("/etc", FailureKind.InvalidInput)]
    [InlineData("/dev/null", FailureKind.InvalidInput)]
    public async Task SaysWhatItCannotRead(string source, FailureKind kind)
    {
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => DownloadAsync(source, Path.Combine(Here, "x")));

        Assert.Equal((kind, source), (failure.Kind, failure.Target));
        Assert.Empty(Directory.EnumerateFiles(Here));
    }

    [LabFact]
    public async Task SaysThatTheHostsDiskIsTooSmallBeforeItBegins()
    {
        await using var root = await Open.SessionAsync(Lab.Current.Sme);
        var source = Make("sparse", 1);
        using (var file = File.OpenWrite(source)) file.SetLength(1L << 40);
        var target = Lab.Current.Text("hosts", "sme9-docker", "smallFolder") + "/" + Path.GetFileName(There);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => FileUpload.PrepareAsync(root.Shell, source, target, overwrite: false, default));

        Assert.Equal((FailureKind.NoSpace, target), (failure.Kind, failure.Target));
    }

    [LabFact]
    public async Task SaysThatTheHostsDiskGotFullOnTheWay()
    {
        await using var root = await Open.SessionAsync(Lab.Current.Sme);
        var small = Lab.Current.Text("hosts", "sme9-docker", "smallFolder");
        var target = small + "/" + Path.GetFileName(There);
        var free = long.Parse((await root.Shell.ReadAsync("df", "-P", "-k", small)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^3], System.Globalization.CultureInfo.InvariantCulture) * 1024;
        var upload = await FileUpload.PrepareAsync(root.Shell, Make("file", (int)(free * 9 / 10)), target, overwrite: false, default);
        try
        {
            await root.Shell.ReadAsync("sh", "-c", "head -c \"$1\" /dev/zero >\"$2\"", "sh", (free / 2).ToString(System.Globalization.CultureInfo.InvariantCulture), target + ".other");

            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => LastAsync(upload.RunAsync(default)));

            Assert.Equal((FailureKind.NoSpace, target), (failure.Kind, failure.Target));
            Assert.False((await root.Shell.RunAsync(["test", "-e", target], default)).Success);
        }
        finally
        {
            await root.Shell.ReadAsync("sh", "-c", "rm -f \"$1\"*", "sh", target);
        }
    }

    [LabFact]
    public async Task AConnectionThatBreaksLeavesOnlyThePart()
    {
        var source = Make("big", 64_000_000);
        var upload = await FileUpload.PrepareAsync(Shell, source, There, overwrite: false, default);
        await using var root = await Open.SessionAsync(Lab.Current.Sme);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => CutAsync(upload.RunAsync(default)));

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Equal("big.partial", await root.Shell.ReadAsync("ls", There));
        await OpenAsync();
        Assert.True((await UploadAsync(source, There)).Resumed > 0);
    }

    [Fact]
    public async Task WorksOnThisMachineToo()
    {
        await using var local = await Open.SessionAsync(DockerHost.Local);
        var source = Make("file", 1_000_000);
        var target = Path.Combine(Here, "target");

        var upload = await FileUpload.PrepareAsync(local.Shell, source, target, overwrite: false, default);
        await LastAsync(upload.RunAsync(default));

        Assert.Equal(Hash(source), Hash(target));
    }

    private async Task<FileTransfer> UploadAsync(string source, string destination, bool overwrite = false) =>
        await LastAsync((await FileUpload.PrepareAsync(Shell, source, destination, overwrite, default)).RunAsync(default));

    private async Task<FileTransfer> DownloadAsync(string source, string path) =>
        await LastAsync((await FileDownload.PrepareAsync(Shell, source, path, overwrite: false, default)).RunAsync(default));

    private string Make(string name, int length)
    {
        var content = new byte[length];
        Random.Shared.NextBytes(content);
        return Make(name, content);
    }

    private string Make(string name, byte[] content)
    {
        var path = Path.Combine(Here, name);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static string Hash(string path) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))).ToLowerInvariant();
}
