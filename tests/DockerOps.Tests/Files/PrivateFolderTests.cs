using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class PrivateFolderTests
{
    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void Only_this_user_can_enter()
    {
        using var folder = new PrivateFolder();
        var file = folder.Write("x", "y", executable: true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(file));
        Assert.True(folder.Path.Length < 80, folder.Path);
    }

    [Fact]
    public void Is_gone_afterwards()
    {
        var folder = new PrivateFolder();
        folder.Write("x", "y");
        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void One_that_is_in_use_is_not_swept_away()
    {
        using var first = new PrivateFolder();
        using var second = new PrivateFolder();

        Assert.True(Directory.Exists(first.Path));
    }

    [Fact]
    public void Many_made_at_once_leave_each_other_alone()
    {
        const int Threads = 8;
        const int Rounds = 200;
        var parent = Directory.CreateTempSubdirectory().FullName;
        using var together = new Barrier(Threads);
        var lost = 0;

        var threads = Enumerable.Range(0, Threads).Select(_ => new Thread(() =>
        {
            for (var round = 0; round < Rounds; round++)
            {
                together.SignalAndWait();
                try
                {
                    using var folder = new PrivateFolder((parent, IsOurs: true));
                    Thread.Sleep(2);
                    if (!Directory.Exists(folder.Path)) Interlocked.Increment(ref lost);
                }
                catch (IOException)
                {
                    Interlocked.Increment(ref lost);
                }
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Directory.Delete(parent, recursive: true);
        Assert.Equal(0, lost);
    }

    [Fact]
    public void One_that_a_killed_process_left_is_swept_away()
    {
        var parent = Directory.CreateTempSubdirectory().FullName;
        var left = Directory.CreateDirectory(Path.Combine(parent, "dockerops.0123456789ab")).FullName;
        File.WriteAllText(Path.Combine(left, "lock"), "");
        Directory.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddMinutes(-2));

        new PrivateFolder((parent, IsOurs: true)).Dispose();

        Assert.Empty(Directory.EnumerateDirectories(parent));
        Directory.Delete(parent);
    }
}
