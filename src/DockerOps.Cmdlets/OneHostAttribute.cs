using System.Collections;
using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>Says how to work on several hosts where a cmdlet takes one. The shell's own words would be about System.Object[].</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class OneHostAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        if ((inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is not ICollection { Count: > 0 } several) return inputData;
        if (several.Count == 1) return several.Cast<object?>().Single();
        var hosts = string.Join(", ", several.Cast<object?>().Select(host => $"'{host}'"));
        throw new ArgumentTransformationMetadataException(
            $"It takes one host at a time. For several: {hosts} | ForEach-Object {{ … -DockerHost $_ }}");
    }
}
