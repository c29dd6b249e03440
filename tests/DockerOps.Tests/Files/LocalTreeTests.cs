using System.Runtime.Versioning;
using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class LocalTreeTests
{
    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void An_empty_file_that_may_not_be_read_is_a_file_all_the_same()
    {
        // Root may read everything.
        if (Environment.IsPrivilegedProcess) return;
        var folder = Directory.CreateTempSubdirectory("tree-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "closed"), "");
            File.SetUnixFileMode(Path.Combine(folder, "closed"), UnixFileMode.None);
            var tree = new LocalTree(folder);

            Assert.Equal(["", "closed"], tree.Walk().Select(item => item.Name));
            Assert.Empty(tree.LeftOut);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
