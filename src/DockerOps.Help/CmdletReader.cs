using System.Reflection;

namespace DockerOps.Help;

/// <summary>Reads cmdlets from an assembly. Attributes are read as data and never made, so nothing of PowerShell runs.</summary>
internal static class CmdletReader
{
    private const string Automation = "System.Management.Automation.";
    private const string AllSets = "__AllParameterSets";

    /// <summary>Every cmdlet that the assembly exports, by name.</summary>
    public static IReadOnlyList<Cmdlet> Read(Assembly assembly) =>
    [
        .. from type in assembly.GetTypes()
           where type.IsVisible && !type.IsAbstract
           let attribute = Find(type.CustomAttributes, "CmdletAttribute").FirstOrDefault()
           where attribute is not null
           let cmdlet = ReadCmdlet(type, attribute)
           orderby cmdlet.Name
           select cmdlet
    ];

    private static Cmdlet ReadCmdlet(Type type, CustomAttributeData attribute)
    {
        var parameters = ReadParameters(type);
        if (Named(attribute, "SupportsShouldProcess", false))
            parameters.AddRange(ShouldProcessParameters(asks: Named(attribute, "ConfirmImpact", 2) >= 3));
        var defaultSet = Named(attribute, "DefaultParameterSetName", "");
        var sets = parameters.SelectMany(p => p.Uses).Select(use => use.Set).Prepend(defaultSet == AllSets ? "" : defaultSet)
            .Where(set => set.Length > 0).Distinct().DefaultIfEmpty("");
        var outputs = Find(type.CustomAttributes, "OutputTypeAttribute").SelectMany(OutputNames).Distinct();
        return new Cmdlet(
            Positional(attribute, 0), Positional(attribute, 1), Named(attribute, "HelpUri", ""), [.. sets], parameters, [.. outputs]);
    }

    private static List<CmdletParameter> ReadParameters(Type type) =>
    [
        .. from property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
           let uses = Find(property.CustomAttributes, "ParameterAttribute").Where(u => !Named(u, "DontShow", false)).ToList()
           where uses.Count > 0
           orderby Depth(property.DeclaringType) descending, property.MetadataToken
           select ReadParameter(property, uses)
    ];

    private static CmdletParameter ReadParameter(PropertyInfo property, List<CustomAttributeData> uses)
    {
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        var item = type.IsArray ? type.GetElementType()! : type;
        IEnumerable<string> values = item.IsEnum ? Enum.GetNames(item)
            : Find(property.CustomAttributes, "ValidateSetAttribute").SelectMany(Strings);
        return new CmdletParameter(
            property.Name,
            TypeName.Short(type),
            TypeName.Full(item),
            type.FullName == Automation + "SwitchParameter",
            [.. values],
            [.. Find(property.CustomAttributes, "AliasAttribute").SelectMany(Strings)],
            Find(property.CustomAttributes, "SupportsWildcardsAttribute").Any(),
            [.. uses.Select(ReadUse)]);
    }

    private static ParameterUse ReadUse(CustomAttributeData attribute)
    {
        var set = Named(attribute, "ParameterSetName", AllSets);
        var position = Named(attribute, "Position", int.MinValue);
        return new ParameterUse(
            set == AllSets ? "" : set,
            Named(attribute, "Mandatory", false),
            position < 0 ? null : position,
            Named(attribute, "ValueFromPipeline", false),
            Named(attribute, "ValueFromPipelineByPropertyName", false));
    }

    private static IEnumerable<CmdletParameter> ShouldProcessParameters(bool asks)
    {
        ParameterUse[] everywhere = [new("", Mandatory: false, Position: null, ByValue: false, ByPropertyName: false)];
        const string type = "SwitchParameter";
        yield return new("WhatIf", type, Automation + type, true, [], ["wi"], false, everywhere,
            "Shows what would be done, and does nothing.");
        yield return new("Confirm", type, Automation + type, true, [], ["cf"], false, everywhere, asks
            ? "Asks before each change. It asks without this switch too, because data can be lost; `-Confirm:$false` does not ask."
            : "Asks before each change.");
    }

    private static IEnumerable<string> OutputNames(CustomAttributeData attribute) =>
        Items(attribute).Select(value => value is Type type ? TypeName.Full(type) : value as string ?? "")
            .Where(name => name.Length > 0 && name != typeof(void).FullName);

    private static IEnumerable<string> Strings(CustomAttributeData attribute) => Items(attribute).OfType<string>();

    // The constructor's arguments, with those of a params array in the array's place.
    private static IEnumerable<object?> Items(CustomAttributeData attribute) =>
        attribute.ConstructorArguments.SelectMany(argument =>
            argument.Value is IReadOnlyCollection<CustomAttributeTypedArgument> list ? list.Select(a => a.Value) : [argument.Value]);

    private static IEnumerable<CustomAttributeData> Find(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.Where(attribute => attribute.AttributeType.FullName == Automation + name);

    private static string Positional(CustomAttributeData attribute, int index) =>
        (string)attribute.ConstructorArguments[index].Value!;

    private static T Named<T>(CustomAttributeData attribute, string name, T otherwise) =>
        attribute.NamedArguments.FirstOrDefault(a => a.MemberName == name).TypedValue.Value is T value ? value : otherwise;

    private static int Depth(Type? type) => type is null ? 0 : 1 + Depth(type.BaseType);
}
