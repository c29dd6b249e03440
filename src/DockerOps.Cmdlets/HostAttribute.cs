using System.Collections;
using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// Makes a host of what names one. The shell would do that too, but its error repeats the text, which may hold a password, and
/// says nothing of use about a list.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class HostAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes several.</summary>
    public bool Several { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData.Bare() switch
    {
        string text => Read(text),
        IList list when Several => list.Cast<object?>().Select(Item).ToArray(),
        IList { Count: 0 } => null,
        IList { Count: 1 } list => Item(list[0]),
        IList => throw new ArgumentTransformationMetadataException(
            "It takes one host at a time. For several: NAME, NAME | ForEach-Object { … -DockerHost $_ }"),
        _ => Item(inputData),
    };

    private static object? Item(object? value) => value.Bare() is string text ? Read(text) : MadeObject.Host(value) ?? value;

    /// <summary>The host that a text names.</summary>
    internal static DockerHost Read(string text)
    {
        try
        {
            return DockerHost.Parse(text);
        }
        catch (DockerOpsException e)
        {
            throw new ArgumentTransformationMetadataException(e.Message, e);
        }
    }
}
