using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class LocalFileTests
{
    [Fact]
    public void A_folder_whose_room_the_system_does_not_tell_has_none_known()
    {
        Assert.True(LocalFile.FreeIn(Path.GetTempPath()) > 0);
        Assert.Null(LocalFile.FreeIn(Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"))));
        // As for a share on Windows, which is no drive.
        Assert.Null(LocalFile.FreeIn("\0"));
    }
}
