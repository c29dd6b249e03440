using DockerOps.Files;
using Xunit;

namespace DockerOps.Tests.Files;

public sealed class LocalProgramTests
{
    [Fact]
    public void A_program_is_found_on_the_path_and_not_in_the_current_folder()
    {
        var name = Lab.Unique("program");
        var here = Path.GetFullPath(OperatingSystem.IsWindows() ? name + ".exe" : name);
        File.WriteAllText(here, "");
        try
        {
            Assert.Null(LocalProgram.Find(name));
        }
        finally
        {
            File.Delete(here);
        }

        Assert.True(Path.IsPathFullyQualified(LocalProgram.Find(OperatingSystem.IsWindows() ? "cmd" : "sh")!));
    }
}
