using DockerOps.Help;
using Xunit;

namespace DockerOps.Tests.Help;

/// <summary>The list of cmdlets in the manifest is held against the assembly.</summary>
public sealed class ManifestTests
{
    private const string Good = """
        @{
            ModuleVersion     = '1.2.3'
            CmdletsToExport   = @(
                # Samples (all of them), and not 'Get-Sample'
                'Restart-Sample' # the only one
            )
            FunctionsToExport = @()
        }
        """;

    [Fact]
    public void A_right_manifest_is_good() => Assert.Empty(Check(Good));

    [Theory]
    [InlineData("'1.2.3'", "'1.2.4'", 2, "ModuleVersion must be '1.2.3', the version that is built")]
    [InlineData("'Restart-Sample' #", "#", 3, "CmdletsToExport does not list Restart-Sample")]
    [InlineData("'Restart-Sample'", "'Restart-Sample', 'Stop-Sample'", 5, "CmdletsToExport lists Stop-Sample, which the assembly does not have")]
    [InlineData("'Restart-Sample'", "'Restart-Sample', 'Restart-Sample'", 5, "CmdletsToExport lists Restart-Sample a second time")]
    [InlineData("CmdletsToExport", "CmdletsToImport", 1, "CmdletsToExport = @( … ) is missing")]
    public void A_wrong_manifest_is_reported(string good, string bad, int line, string problem) =>
        Assert.Equal([new Problem("m.psd1", line, problem)], Check(Good.Replace(good, bad, StringComparison.Ordinal)));

    private static List<Problem> Check(string text)
    {
        var problems = new List<Problem>();
        Manifest.Check("m.psd1", text, SampleFolder.Cmdlets, "1.2.3", problems);
        return problems;
    }
}
