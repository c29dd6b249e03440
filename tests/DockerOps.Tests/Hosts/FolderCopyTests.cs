using System.Runtime.Versioning;
using DockerOps.Hosts;
using Xunit;

namespace DockerOps.Tests.Hosts;

[UnsupportedOSPlatform("windows")]
public sealed class FolderCopyTests() : HostCopyTest("tree")
{
    // Names, modes, links and contents of all below a folder, on either side.
    private const string Listing = "cd -- \"$1\" && find . -printf '%p %y %m %l %s\\n' | grep -v '^\\. ' | sed 's/ d \\([0-7]*\\)  .*/ d \\1/' | LC_ALL=C sort; find . -type f -print0 | LC_ALL=C sort -z | xargs -0 cat | sha256sum";

    [LabTheory]
    [InlineData("tree")]
    [InlineData("it's a \"name\" with $(id) \\n *")]
    [InlineData("-rf")]
    public async Task TravelsThereAndBack(string name)
    {
        var source = MakeTree(name);
        File.SetUnixFileMode(source, Mode("751"));
        File.SetUnixFileMode(Path.Combine(source, "run"), Mode("754") | UnixFileMode.SetUser);

        var up = await UploadAsync(source, There);
        var down = await DownloadAsync($"{There}/{name}", Path.Combine(Here, "back"));

        File.SetUnixFileMode(Path.Combine(source, "run"), Mode("754"));
        Assert.Equal((5, $"{There}/{name}", 0), (up.Files, up.HostPath, up.LeftOut.Count));
        Assert.Equal(300_012, up.Length);
        Assert.Equal(await LocalAsync(source), await Shell.ReadAsync("sh", "-c", Listing, "sh", up.HostPath));
        Assert.Equal("751", await Shell.ReadAsync("stat", "-c", "%a", "--", up.HostPath));
        Assert.Equal(name, await Shell.ReadAsync("ls", There));

        // The link that leads out of it is not made Here.
        Assert.Equal((5, 300_012L), (down.Files, down.Length));
        Assert.Contains("'out'", Assert.Single(down.LeftOut), StringComparison.Ordinal);
        File.Delete(Path.Combine(source, "out"));
        Assert.Equal(await LocalAsync(source), await LocalAsync(down.Path));
        Assert.Equal(Mode("751"), File.GetUnixFileMode(down.Path));
        Assert.Equal(File.GetLastWriteTimeUtc(Path.Combine(source, "run")), File.GetLastWriteTimeUtc(Path.Combine(down.Path, "run")), TimeSpan.FromSeconds(1));
    }

    [LabFact]
    public async Task AnEmptyFolderTravelsToo()
    {
        var source = Directory.CreateDirectory(Path.Combine(Here, "empty")).FullName;
        var up = await UploadAsync(source, There);
        Assert.Equal((0, 0L), (up.Files, up.Length));
        await DownloadAsync(There + "/empty", Path.Combine(Here, "back"));
        Assert.Empty(Directory.GetFileSystemEntries(Path.Combine(Here, "back")));
    }

    [LabFact]
    public async Task GoesIntoAFolderOnlyWhenTold()
    {
        var source = MakeTree("tree");
        await Shell.ReadAsync("sh", "-c", "mkdir -p \"$1/tree/sub\" && cd \"$1\" && echo theirs >precious && echo theirs >tree/own && ln -s ../precious tree/run && echo old >tree/sub/in", "sh", There);

        var refused = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(source, There));
        Assert.Equal((FailureKind.Conflict, There + "/tree"), (refused.Kind, refused.Target));
        await UploadAsync(source, There, overwrite: true);

        Assert.Equal("theirs\ntheirs", await Shell.ReadAsync("cat", There + "/precious", There + "/tree/own"));
        Assert.Equal("run", await Shell.ReadAsync("cat", There + "/tree/run"));
        Assert.Equal("in", await Shell.ReadAsync("cat", There + "/tree/sub/in"));
        Assert.Equal("precious\ntree", await Shell.ReadAsync("ls", There));

        var back = Path.Combine(Here, "back");
        Directory.CreateDirectory(back);
        await File.WriteAllTextAsync(Path.Combine(back, "mine"), "mine");
        refused = await Assert.ThrowsAsync<DockerOpsException>(() => DownloadAsync(There + "/tree", back));
        Assert.Equal((FailureKind.Conflict, back), (refused.Kind, refused.Target));
        await DownloadAsync(There + "/tree", back, overwrite: true);
        Assert.Equal(("mine", "theirs\n"), (await File.ReadAllTextAsync(Path.Combine(back, "mine")), await File.ReadAllTextAsync(Path.Combine(back, "own"))));
    }

    [LabTheory]
    [InlineData("mkdir -p tree/run", "tree/run")]
    [InlineData("mkdir -p tree elsewhere; ln -s ../elsewhere tree/sub", "tree/sub")]
    [InlineData("mkdir -p tree elsewhere; ln -s ../elsewhere tree/run", "tree/run")]
    [InlineData("mkdir -p tree/sub/in", "tree/sub/in")]
    public async Task ReplacesNoFolderByAFileAndNoLinkByAFolder(string make, string inTheWay)
    {
        await Shell.ReadAsync("sh", "-c", "cd \"$1\" && eval \"$2\"", "sh", There, make);
        var before = await Shell.ReadAsync("sh", "-c", Listing, "sh", There);

        var refused = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(MakeTree("tree"), There, overwrite: true));

        Assert.Equal(FailureKind.Conflict, refused.Kind);
        Assert.Contains($"'{There}/{inTheWay}'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(before, await Shell.ReadAsync("sh", "-c", Listing, "sh", There));
    }

    [LabFact]
    public async Task SaysWhatIsInTheWay()
    {
        var source = MakeTree("tree");
        await Shell.ReadAsync("sh", "-c", "cd \"$1\" && echo >file && mkdir tree.partial && echo >tree.partial/theirs", "sh", There);

        var file = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(source, There + "/file", overwrite: true));
        var partial = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(source, There));
        var missing = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(source, There + "/no/such"));
        var denied = await Assert.ThrowsAsync<DockerOpsException>(() => UploadAsync(source, "/etc"));

        Assert.Equal((FailureKind.Conflict, FailureKind.Conflict, FailureKind.NotFound, FailureKind.NotPermitted), (file.Kind, partial.Kind, missing.Kind, denied.Kind));
        Assert.Equal(There + "/tree.partial", partial.Target);
        Assert.Equal("file\ntree.partial", await Shell.ReadAsync("ls", There));
        Assert.Equal("theirs", await Shell.ReadAsync("ls", There + "/tree.partial"));
    }

    [LabFact]
    public async Task WhatIsStoppedLeavesNothing()
    {
        var source = MakeTree("tree", 200_000_000);
        var upload = await FolderUpload.PrepareAsync(Shell, source, There, overwrite: false, default);
        await StopAsync(upload.RunAsync);
        await UntilAsync(async () => (await Shell.ReadAsync("ls", "-A", There)).Length == 0);

        await UploadAsync(source, There);
        var download = await FolderDownload.PrepareAsync(Shell, There + "/tree", Path.Combine(Here, "back"), overwrite: false, default);
        await StopAsync(download!.RunAsync);
        Assert.Equal("tree", Assert.Single(Directory.GetFileSystemEntries(Here).Select(Path.GetFileName)));
    }

    [LabFact]
    public async Task AConnectionThatBreaksLeavesNothing()
    {
        var upload = await FolderUpload.PrepareAsync(Shell, MakeTree("tree", 200_000_000), There, overwrite: false, default);
        await using var root = await Open.SessionAsync(Lab.Current.Sme);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => CutAsync(upload.RunAsync(default)));

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        await UntilAsync(async () => (await root.Shell.ReadAsync("ls", "-A", There)).Length == 0);
        await OpenAsync();
    }

    [LabFact]
    public async Task SaysThatTheHostsDiskIsTooSmallOrGotFull()
    {
        await using var root = await Open.SessionAsync(Lab.Current.Sme);
        var target = Lab.Current.Text("hosts", "sme9-docker", "smallFolder") + "/" + Path.GetFileName(There);
        var source = MakeTree("tree");
        var upload = await FolderUpload.PrepareAsync(root.Shell, source, target, overwrite: false, default);
        try
        {
            await root.Shell.ReadAsync("sh", "-c", "cat /dev/zero >\"$1\" 2>/dev/null; :", "sh", target + ".other");
            var full = await Assert.ThrowsAsync<DockerOpsException>(() => LastAsync(upload.RunAsync(default)));
            var known = await Assert.ThrowsAsync<DockerOpsException>(() => FolderUpload.PrepareAsync(root.Shell, source, target, overwrite: false, default));
            Assert.Equal((FailureKind.NoSpace, target), (full.Kind, full.Target));
            Assert.Equal((FailureKind.NoSpace, target), (known.Kind, known.Target));
            Assert.Equal(target + ".other", await root.Shell.ReadAsync("sh", "-c", "ls -d \"$1\"*", "sh", target));
        }
        finally
        {
            await root.Shell.ReadAsync("sh", "-c", "rm -rf \"$1\"*", "sh", target);
        }
    }

    [LabFact]
    public async Task WhatTheHostCannotReadWholeIsNotKept()
    {
        var back = Path.Combine(Here, "back");
        var denied = await Assert.ThrowsAsync<DockerOpsException>(() => DownloadAsync("/etc", back));
        Assert.Equal((FailureKind.NotPermitted, "/etc"), (denied.Kind, denied.Target));
        Assert.Null(await FolderDownload.PrepareAsync(Shell, "/etc/passwd", back, overwrite: false, default));

        // What GNU tar does when a file grows under its hands, and one that breaks off without a word.
        foreach (var (does, kind, words) in new[]
                 {
                     ("/bin/tar \"$@\"; echo 'tar: ./x: file changed as we read it' >&2; exit 1", FailureKind.Corrupt, "file changed as we read it"),
                     ("/bin/tar \"$@\" | head -c 1000", FailureKind.Corrupt, "ends too early"),
                     ("echo nonsense", FailureKind.Corrupt, "What 'ssh://"),
                 })
        {
            await Shell.ReadAsync("sh", "-c", "mkdir -p \"$1/bin\" \"$1/data\" && echo x >\"$1/data/x\" && printf '#!/bin/sh\\n%s\\n' \"$2\" >\"$1/bin/tar\" && chmod +x \"$1/bin/tar\"", "sh", There, does);
            var other = Shell.By(["env", $"PATH={There}/bin:/usr/bin:/bin"]);
            var download = await FolderDownload.PrepareAsync(other, There + "/data", back, overwrite: false, default);
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => LastAsync(download!.RunAsync(default)));
            Assert.Equal(kind, failure.Kind);
            Assert.Contains(words, failure.Message, StringComparison.Ordinal);
            Assert.Empty(Directory.GetFileSystemEntries(Here));
        }
    }

    [Fact]
    public async Task WorksOnThisMachineToo()
    {
        await using var local = await Open.SessionAsync(DockerHost.Local);
        var source = MakeTree("tree");
        var target = Path.Combine(Here, "target");
        await LastAsync((await FolderUpload.PrepareAsync(local.Shell, source, target, overwrite: false, default)).RunAsync(default));
        Assert.Equal(await LocalAsync(source), await LocalAsync(target));
    }

    private async Task<FileTransfer> UploadAsync(string source, string destination, bool overwrite = false) =>
        await LastAsync((await FolderUpload.PrepareAsync(Shell, source, destination, overwrite, default)).RunAsync(default));

    private async Task<FileTransfer> DownloadAsync(string source, string path, bool overwrite = false) =>
        await LastAsync((await FolderDownload.PrepareAsync(Shell, source, path, overwrite, default))!.RunAsync(default));

    private static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        for (var tries = 0; !await isTrue(); tries++)
        {
            Assert.True(tries < 300, "It did not come true in time.");
            await Task.Delay(100);
        }
    }

    private static async Task<string> LocalAsync(string folder) =>
        (await HostShell.Here.RunAsync(["sh", "-c", Listing, "sh", folder], default)).Output.TrimEnd('\n');

    private string MakeTree(string name, int size = 300_000)
    {
        var root = Directory.CreateDirectory(Path.Combine(Here, name)).FullName;
        Directory.CreateDirectory(Path.Combine(root, "sub", "a line\nend"));
        Directory.CreateDirectory(Path.Combine(root, "empty"));
        File.SetUnixFileMode(Path.Combine(root, "empty"), Mode("711"));
        var content = new byte[size];
        Random.Shared.NextBytes(content);
        File.WriteAllBytes(Path.Combine(root, "sub", "big"), content);
        File.WriteAllText(Path.Combine(root, "sub", "in"), "in");
        File.WriteAllText(Path.Combine(root, "sub", "a line\nend", "-rf"), "x");
        File.WriteAllText(Path.Combine(root, "run"), "run");
        File.WriteAllText(Path.Combine(root, ".hidden $(id)"), "hidden");
        File.CreateSymbolicLink(Path.Combine(root, "link"), "sub/in");
        File.CreateSymbolicLink(Path.Combine(root, "out"), "/etc/passwd");
        return root;
    }

    private static UnixFileMode Mode(string octal) => (UnixFileMode)Convert.ToInt32(octal, 8);
}
