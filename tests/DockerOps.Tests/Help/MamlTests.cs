using System.Xml.Linq;
using DockerOps.Help;
using Xunit;

namespace DockerOps.Tests.Help;

/// <summary>What the sample page and the sample cmdlet become.</summary>
public sealed class MamlTests
{
    private static readonly XElement Command = WriteSample();

    [Fact]
    public void The_synopsis_and_the_description_are_plain_text()
    {
        Assert.Equal("Restarts a sample such as sme-9:6.5 from `copy.tar`.", Text(Command, "details", "description"));
        Assert.Equal(
            """
            With a page, a link (https://example.org/x) and strong words on two lines.
            - one
            - two

                if ($x) {
                    y
                }
            """.ReplaceLineEndings("\n"),
            Text(Command, "description"));
    }

    [Fact]
    public void Each_parameter_set_has_a_syntax_in_PowerShell_s_order() => Assert.Equal(
        ["Name Weight Kind Pace PassThru DockerHost WhatIf Confirm", "Weight InputObject Kind Pace PassThru DockerHost WhatIf Confirm"],
        Children(Command, "syntax").Select(item => string.Join(' ', Children(item).Where(IsParameter).Select(p => Text(p, "name")))));

    [Theory]
    [InlineData("Name", "String[]", "true", "0", "True (ByValue)", "Id, N", "true", "None")]
    [InlineData("InputObject", "Uri", "true", "named", "True (ByValue, ByPropertyName)", "none", "false", "None")]
    [InlineData("DockerHost", "String", "false", "named", "True (ByPropertyName)", "none", "false", "None")]
    [InlineData("Kind", "FailureKind", "false", "named", "False", "none", "false", "None")]
    [InlineData("Pace", "String", "false", "named", "False", "none", "false", "fast")]
    [InlineData("Weight", "Dictionary<String, Int32>", "false", "1", "False", "none", "false", "None")]
    [InlineData("PassThru", "SwitchParameter", "false", "named", "False", "none", "false", "False")]
    [InlineData("WhatIf", "SwitchParameter", "false", "named", "False", "wi", "false", "False")]
    public void A_parameter_s_facts_come_from_the_cmdlet(
        string name, string type, string required, string position, string pipeline, string aliases, string globbing, string @default)
    {
        var parameter = Parameter(name);
        Assert.Equal(
            [type, required, position, pipeline, aliases, globbing, @default],
            [
                Text(parameter, "type", "name"), Attribute("required"), Attribute("position"), Attribute("pipelineInput"),
                Attribute("aliases"), Attribute("globbing"), Text(parameter, "defaultValue"),
            ]);

        string Attribute(string attribute) => parameter.Attribute(attribute)!.Value;
    }

    [Fact]
    public void Hidden_parameters_and_other_properties_are_left_out() => Assert.Equal(
        ["DockerHost", "InputObject", "Kind", "Name", "Pace", "PassThru", "Weight", "Confirm", "WhatIf"],
        Children(Command, "parameters").Select(p => Text(p, "name")));

    [Fact]
    public void A_parameter_s_words_come_from_its_page_else_from_the_shared_one()
    {
        Assert.Equal("The page's own words.", Text(Parameter("PassThru"), "description"));
        Assert.Equal("The host to work on.", Text(Parameter("DockerHost"), "description"));
        Assert.Equal("The pace.\n\nValues: fast, slow.", Text(Parameter("Pace"), "description"));
        Assert.Contains("because data can be lost", Text(Parameter("Confirm"), "description"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_closed_list_of_values_stands_in_the_syntax()
    {
        var pace = Children(Children(Command, "syntax").First()).Where(IsParameter).Single(p => Text(p, "name") == "Pace");
        Assert.Equal(["fast", "slow"], Children(pace, "parameterValueGroup").Select(value => value.Value));
    }

    [Fact]
    public void Examples_print_their_code_and_output_as_they_stand()
    {
        var examples = Children(Command, "examples").ToList();
        Assert.Equal(["--- Example 1: Restart one ---", "--- Example 2: Restart two ---"], examples.Select(e => Text(e, "title")));
        Assert.Equal("# not a heading\nRestart-Sample one\n\nName\n----\none", Text(examples[0], "code"));
        Assert.Equal("What to notice.", Text(examples[0], "remarks").Trim());
    }

    [Fact]
    public void Types_notes_and_links_follow()
    {
        Assert.Equal(
            ["System.String", "System.Uri"], Children(Command, "inputTypes").Select(i => Text(i, "type", "name")).Order(StringComparer.Ordinal));
        Assert.Equal("The version.", Text(Children(Command, "returnValues").Single(), "description"));
        Assert.Equal("A note.", Text(Command, "alertSet", "alert"));
        Assert.Equal(
            ["Online version:|https://example.org/restart", "about_Sample|", "Elsewhere (https://example.org/else)|"],
            Children(Command, "relatedLinks").Select(link => $"{Text(link, "linkText")}|{Text(link, "uri")}"));
    }

    [Fact]
    public void A_topic_becomes_wrapped_text_with_its_short_description_on_the_fifth_line()
    {
        using var folder = new SampleFolder();
        var (name, text) = Assert.Single(folder.Read().Topics);
        Assert.Equal("about_Sample", name);
        Assert.Equal(
            """
            TOPIC
                about_Sample

            SHORT DESCRIPTION
                A short description that is longer than one line of a terminal, but is kept on one line in the file all the same.

            LONG DESCRIPTION
                A long description that is longer than one line of a terminal, and is
                broken into lines as it should be.

              A part
                - an item

                    code

            """.ReplaceLineEndings("\n"),
            text);
    }

    private static XElement WriteSample()
    {
        using var folder = new SampleFolder();
        return XDocument.Parse(Maml.Write(folder.Read().Items)).Root!.Elements().Single();
    }

    private static XElement Parameter(string name) => Children(Command, "parameters").Single(p => Text(p, "name") == name);

    private static bool IsParameter(XElement element) => element.Name.LocalName == "parameter";

    private static IEnumerable<XElement> Children(XElement element, params string[] path) => Find(element, path).Elements();

    private static string Text(XElement element, params string[] path)
    {
        var found = Find(element, path);
        return found.HasElements ? string.Join("\n\n", found.Elements().Select(para => para.Value)) : found.Value;
    }

    private static XElement Find(XElement element, string[] path) =>
        path.Aggregate(element, (at, name) => at.Elements().Single(child => child.Name.LocalName == name));
}
