using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// Leaves what a host is told by to -DockerHost. As a text, an object of <c>Get-DockerHost</c> that comes through the pipeline
/// would be taken for a name too, and nothing has the name of a host.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAHostAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData is PSObject wrapped ? wrapped.BaseObject : inputData;
        if (value is DockerHost host) throw new ArgumentTransformationMetadataException($"'{host}' is a host and not a name. Use -DockerHost.");
        if (value is not (HostInfo or HostTest or DockerEngine or UpgradePlan or UpgradeReport or RestoreReport or Backup)) return inputData;

        // With such a failure inside, the shell goes on to bind by property name.
        const string Message = "A host is no name.";
        throw new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message));
    }
}
