using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// Leaves what a host is told by to -DockerHost. As a text, an object of <c>Get-DockerHost</c> that comes through the pipeline
/// would be taken for a name too, and nothing has the name of a host. An object made with <c>Select-Object</c> brings the name in it.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NotAHostAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var value = inputData.Bare();
        if (value is DockerHost host) throw new ArgumentTransformationMetadataException($"'{host}' is a host and not a name. Use -DockerHost.");
        return value is HostInfo or HostTest or DockerEngine or UpgradePlan or UpgradeReport or RestoreReport or Backup
            ? throw MadeObject.NoName()
            : MadeObject.Name(inputData, "Name", "Id");
    }
}
