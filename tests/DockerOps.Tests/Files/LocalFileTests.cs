using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class LocalFileTests
{
    [Fact]
    public void A_path_leads_where_all_its_links_do()
    {
        var folder = LocalFile.Real(Directory.CreateTempSubdirectory("real-").FullName);
        string At(params string[] parts) => Path.Combine([folder, .. parts]);
        Directory.CreateDirectory(At("one", "two"));
        File.WriteAllText(At("one", "two", "file"), "x");
        File.CreateSymbolicLink(At("one", "up"), "../three");
        File.CreateSymbolicLink(At("three"), At("one", "two"));
        File.CreateSymbolicLink(At("one", "two", "name"), "file");
        try
        {
            Assert.Equal(At("one", "two", "file"), LocalFile.Real(At("one", "up", "name")));
            Assert.Equal(At("one", "two"), LocalFile.Real(At("three")));
            Assert.Equal(At("one", "two", "file"), LocalFile.Real(At("one", "two", "file")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_folder_whose_room_the_system_does_not_tell_has_none_known()
    {
        Assert.True(LocalFile.FreeIn(Path.GetTempPath()) > 0);
        Assert.Null(LocalFile.FreeIn(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));
        // As for a share on Windows, which is no drive.
        Assert.Null(LocalFile.FreeIn("\0"));
    }
}
