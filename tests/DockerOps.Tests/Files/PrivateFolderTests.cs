using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class PrivateFolderTests
{
    [Fact]
    [System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
    public void OnlyThisUserCanEnter()
    {
        using var folder = new PrivateFolder();
        var file = folder.Write("x", "y", executable: true);

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(file));
        Assert.True(folder.Path.Length < 80, folder.Path);
    }

    [Fact]
    public void IsGoneAfterwards()
    {
        var folder = new PrivateFolder();
        folder.Write("x", "y");
        folder.Dispose();

        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public void OneThatIsInUseIsNotSweptAway()
    {
        using var first = new PrivateFolder();
        using var second = new PrivateFolder();

        Assert.True(Directory.Exists(first.Path));
    }
}
