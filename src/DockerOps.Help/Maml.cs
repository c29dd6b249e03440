using System.Xml.Linq;

namespace DockerOps.Help;

/// <summary>
/// Writes cmdlets as the XML that Get-Help reads. Which element is read, and how, is found in PowerShell's
/// help system and its default help views; elements that neither looks at are left out.
/// </summary>
internal static class Maml
{
    private static readonly XNamespace M = "http://schemas.microsoft.com/maml/2004/10";
    private static readonly XNamespace C = "http://schemas.microsoft.com/maml/dev/command/2004/10";
    private static readonly XNamespace D = "http://schemas.microsoft.com/maml/dev/2004/10";

    /// <summary>The whole file.</summary>
    public static string Write(IEnumerable<HelpItem> items)
    {
        var root = new XElement(XName.Get("helpItems", "http://msh"), new XAttribute("schema", "maml"), items.Select(Command));
        return $"""
            <?xml version="1.0" encoding="utf-8"?>
            {root.ToString().ReplaceLineEndings("\n")}

            """;
    }

    private static XElement Command(HelpItem item) => new(
        C + "command",
        new XAttribute(XNamespace.Xmlns + "maml", M),
        new XAttribute(XNamespace.Xmlns + "command", C),
        new XAttribute(XNamespace.Xmlns + "dev", D),
        new XElement(
            C + "details",
            new XElement(C + "name", item.Cmdlet.Name),
            new XElement(C + "verb", item.Cmdlet.Verb),
            new XElement(C + "noun", item.Cmdlet.Noun),
            Description([Prose.Plain(item.Page.Synopsis)])),
        Description(Prose.Paragraphs(item.Page.Description)),
        new XElement(C + "syntax", item.Cmdlet.Sets.Select(set => SyntaxItem(item, set))),
        new XElement(C + "parameters", Ordered(item.Cmdlet).Select(parameter => FullParameter(item, parameter))),
        new XElement(
            C + "inputTypes",
            Types("inputType", item.Page.Inputs, item.Cmdlet.Parameters.Where(p => p.TakesObject).Select(p => p.FullType))),
        new XElement(C + "returnValues", Types("returnValue", item.Page.Outputs, item.Cmdlet.Outputs)),
        item.Page.Notes.Count == 0 ? null : new XElement(M + "alertSet", new XElement(M + "alert", Paras(Prose.Paragraphs(item.Page.Notes)))),
        new XElement(C + "examples", item.Page.Examples.Select(Example)),
        new XElement(C + "relatedLinks", Links(item)));

    private static XElement SyntaxItem(HelpItem item, string set) => new(
        C + "syntaxItem",
        new XElement(M + "name", item.Cmdlet.Name),
        item.Cmdlet.Syntax(set).Select(pair => Parameter(
            pair.Parameter,
            pair.Use.Mandatory,
            pair.Use.Position,
            pair.Parameter.IsSwitch ? null
            : pair.Parameter.Values.Count == 0 ? Value(pair.Parameter, true)
            : new XElement(C + "parameterValueGroup", pair.Parameter.Values.Select(v => Value(v, false))))));

    private static XElement FullParameter(HelpItem item, CmdletParameter parameter)
    {
        var text = item.ParameterText[parameter.Name];
        var position = parameter.Uses.Select(use => use.Position).FirstOrDefault(p => p is not null);
        var element = Parameter(parameter, parameter.Uses.All(use => use.Mandatory), position, Value(parameter, !parameter.IsSwitch));
        element.Element(M + "name")!.AddAfterSelf(Description(text.Paragraphs));
        element.Add(new XElement(D + "defaultValue", text.Default));
        return element;
    }

    private static XElement Parameter(CmdletParameter parameter, bool mandatory, int? position, XElement? value) => new(
        C + "parameter",
        new XAttribute("required", mandatory),
        new XAttribute("variableLength", parameter.Type.EndsWith("[]", StringComparison.Ordinal)),
        new XAttribute("globbing", parameter.Wildcards),
        new XAttribute("pipelineInput", PipelineInput(parameter)),
        new XAttribute("position", position?.ToString() ?? "named"),
        new XAttribute("aliases", parameter.Aliases.Count == 0 ? "none" : string.Join(", ", parameter.Aliases)),
        new XElement(M + "name", parameter.Name),
        value,
        new XElement(D + "type", new XElement(M + "name", parameter.Type)));

    private static XElement Value(CmdletParameter parameter, bool required) => Value(parameter.Type, required);

    private static XElement Value(string text, bool required) =>
        new(C + "parameterValue", new XAttribute("required", required), new XAttribute("variableLength", false), text);

    private static string PipelineInput(CmdletParameter parameter) =>
        (parameter.Uses.Any(u => u.ByValue), parameter.Uses.Any(u => u.ByPropertyName)) switch
        {
            (true, true) => "True (ByValue, ByPropertyName)",
            (true, false) => "True (ByValue)",
            (false, true) => "True (ByPropertyName)",
            _ => "False",
        };

    private static IEnumerable<XElement> Types(string name, IReadOnlyList<Section> sections, IEnumerable<string> types) =>
        types.Distinct().DefaultIfEmpty("None").Select(type => new XElement(
            C + name,
            new XElement(D + "type", new XElement(M + "name", type)),
            Description(Prose.Paragraphs(sections.FirstOrDefault(s => s.Title == type)?.Blocks ?? []))));

    // What PowerShell calls the code is printed as it stands, so the output goes there too. The empty paragraph parts
    // one example from the next.
    private static XElement Example(Section example)
    {
        var code = example.Blocks.Where(block => block.Kind == BlockKind.Code).Select(block => block.Text);
        var words = example.Blocks.Where(block => block.Kind != BlockKind.Code);
        return new XElement(
            C + "example",
            new XElement(M + "title", $"--- {example.Title} ---"),
            new XElement(D + "code", string.Join("\n\n", code)),
            new XElement(D + "remarks", Paras([.. Prose.Paragraphs(words), ""])));
    }

    // Get-Help -Online opens the first address it finds here, so the addresses of further reading stay in the text.
    private static IEnumerable<XElement> Links(HelpItem item)
    {
        if (item.Cmdlet.HelpUri.Length > 0)
            yield return Link("Online version:", item.Cmdlet.HelpUri);
        foreach (var block in item.Page.Links)
            yield return Link(Prose.Plain(block.Text), "");
    }

    private static XElement Link(string text, string address) =>
        new(M + "navigationLink", new XElement(M + "linkText", text), new XElement(M + "uri", address));

    private static XElement Description(IEnumerable<string> paragraphs) => new(M + "description", Paras(paragraphs));

    private static IEnumerable<XElement> Paras(IEnumerable<string> paragraphs) =>
        paragraphs.Select(text => new XElement(M + "para", text));

    private static IEnumerable<CmdletParameter> Ordered(Cmdlet cmdlet) =>
        cmdlet.Parameters.OrderBy(p => p.Text is null ? 0 : 1).ThenBy(p => p.Name, StringComparer.Ordinal);
}
