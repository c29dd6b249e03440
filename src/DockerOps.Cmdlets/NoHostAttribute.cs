using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// Keeps hosts, and what is told of a whole host, from being taken for names: the shell would make a text of any object that comes
/// through the pipeline. Such an object brings its host, and nothing else.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NoHostAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) is HostInfo or HostTest or DockerHost or DockerEngine or UpgradeReport or RestoreReport or Backup
            // This kind of failure, and no other, tells the shell to leave the parameter out and go on.
            ? throw new ArgumentTransformationMetadataException("A host is no name.", new PSInvalidCastException("A host is no name."))
            : inputData;
}
