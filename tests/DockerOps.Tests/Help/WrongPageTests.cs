using DockerOps.Help;
using Xunit;

namespace DockerOps.Tests.Help;

/// <summary>Each way in which a page can be wrong is reported, with its place.</summary>
public sealed class WrongPageTests : IDisposable
{
    private readonly SampleFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_sample_page_is_good()
    {
        _folder.Read();
        Assert.Empty(_folder.Problems);
    }

    [Theory]
    [InlineData("# Restart-Sample", "# Restart-Other", "the title is 'Restart-Other', but the file is named for Restart-Sample")]
    [InlineData("# Restart-Sample", "", "the page must begin with its title: # Verb-Noun or # about_Topic")]
    [InlineData("Restarts a sample such as", "", "the page has no SYNOPSIS", true)]
    [InlineData("`copy.tar`.", "`copy.tar`. And more.", "the SYNOPSIS must be one sentence that ends with a full stop")]
    [InlineData("`copy.tar`.", "`copy.tar`", "the SYNOPSIS must be one sentence that ends with a full stop")]
    [InlineData("## DESCRIPTION", "## DETAILS", "unknown section 'DETAILS'; a page has SYNOPSIS, DESCRIPTION, NOTES, RELATED LINKS, EXAMPLES, PARAMETERS, INPUTS, OUTPUTS")]
    [InlineData("## DESCRIPTION", "## DETAILS", "the page has no DESCRIPTION")]
    [InlineData("### Example 2: Restart two", "", "the page has 1 of at least 2 examples")]
    [InlineData("### Example 2:", "### Example 3:", "this heading must read 'Example 2: what it shows'")]
    [InlineData("'one', 'two' | Restart-Sample", "'one'", "this example has no block of code with Restart-Sample in it")]
    [InlineData("### -Name", "### -Nmae", "Restart-Sample has no parameter -Nmae")]
    [InlineData("### -Name", "### -Nmae", "the parameter -Name is not documented")]
    [InlineData("### -Name", "### -Weight", "-Weight stands here a second time")]
    [InlineData("The kind.", "", "nothing is said of -Kind")]
    [InlineData("### -PassThru", "### -WhatIf", "leave -WhatIf out: its text is the same for every cmdlet")]
    [InlineData("## NOTES", "## INPUTS", "INPUTS stands here a second time")]
    [InlineData("## PARAMETERS", "## PARAMETERS\n\nText.", "text under PARAMETERS must stand under a heading (###)")]
    [InlineData("### System.String", "### System.Int32", "Restart-Sample does not take System.Int32 from the pipeline")]
    [InlineData("### System.Version", "### System.Int32", "Restart-Sample does not name System.Int32 in an [OutputType]")]
    [InlineData("A note.", "### A heading", "NOTES has no headings of its own")]
    [InlineData("A note.", "#### A heading", "a heading of level 4 cannot stand here")]
    [InlineData("A note.", "| a | b |", "tables do not survive in a terminal; use a list or a block of code")]
    [InlineData("A note.", "```\ncode", "this block of code is not closed")]
    [InlineData("(about_Sample.md)\n- ", "(about_Other.md)\n- ", "there is no page about_Other.md")]
    public void A_wrong_page_is_reported(string good, string bad, string problem, bool wholeLine = false)
    {
        var page = SampleFolder.Page;
        if (wholeLine)
            good = page.Split('\n').Single(line => line.StartsWith(good, StringComparison.Ordinal));
        Assert.Contains(good, page, StringComparison.Ordinal);
        _folder.Write("Restart-Sample.md", page.Replace(good, bad, StringComparison.Ordinal));
        _folder.Read();
        Assert.Contains(_folder.Problems, p => p.Text == problem && p.File == _folder.PathOf("Restart-Sample.md"));
    }

    [Fact]
    public void A_problem_names_its_line_in_the_form_that_MSBuild_reads()
    {
        _folder.Write("Restart-Sample.md", SampleFolder.Page.Replace("### -Kind", "### -Kin", StringComparison.Ordinal));
        _folder.Read();
        var line = Array.IndexOf(SampleFolder.Page.Split('\n'), "### -Kind") + 1;
        Assert.Contains(
            $"{_folder.PathOf("Restart-Sample.md")}({line}): error HELP: Restart-Sample has no parameter -Kin",
            _folder.Problems.Select(p => p.ToString()));
    }

    [Fact]
    public void A_cmdlet_without_a_page_is_reported()
    {
        File.Delete(_folder.PathOf("Restart-Sample.md"));
        _folder.Read();
        Assert.Equal([new Problem(_folder.PathOf("Restart-Sample.md"), 1, "Restart-Sample has no page; write this file")], _folder.Problems);
    }

    [Fact]
    public void A_page_without_a_cmdlet_is_reported()
    {
        _folder.Write("Stop-Sample.md", SampleFolder.Page.Replace("Restart-", "Stop-", StringComparison.Ordinal));
        _folder.Read();
        Assert.Contains(new Problem(_folder.PathOf("Stop-Sample.md"), 1, "there is no cmdlet Stop-Sample"), _folder.Problems);
    }

    [Fact]
    public void A_parameter_that_neither_page_describes_is_reported()
    {
        File.Delete(_folder.PathOf("_shared.md"));
        _folder.Read();
        Assert.Equal(
            [new Problem(_folder.PathOf("Restart-Sample.md"), 1, "the parameter -DockerHost is not documented")], _folder.Problems);
    }

    [Theory]
    [InlineData("# about_Sample", "# about_Other", "the title is 'about_Other', but the file is named about_Sample")]
    [InlineData("## LONG DESCRIPTION", "## LONG", "the page has no LONG DESCRIPTION")]
    [InlineData("## SHORT DESCRIPTION", "## SHORT", "the first section must be SHORT DESCRIPTION, with one paragraph")]
    public void A_wrong_topic_is_reported(string good, string bad, string problem)
    {
        _folder.Write("about_Sample.md", SampleFolder.Topic.Replace(good, bad, StringComparison.Ordinal));
        _folder.Read();
        Assert.Contains(_folder.Problems, p => p.Text == problem);
    }
}
