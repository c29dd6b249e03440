using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>For names without which everything is meant. An unset variable would mean everything too, and is refused.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameFilterAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        inputData ?? throw new ArgumentTransformationMetadataException("There is no name in it. Leave it out to get all.");
}
