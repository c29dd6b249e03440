using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// For names without which everything is meant. An unset variable would mean everything too, and is refused. A host that comes
/// through the pipeline is asked for everything; the shell would make a text of it and look for something of that name.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NameFilterAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        (inputData is PSObject wrapped ? wrapped.BaseObject : inputData) switch
        {
            null => throw new ArgumentTransformationMetadataException("There is no name in it. Leave it out to get all."),

            // -DockerHost takes the host out of these.
            HostInfo or HostTest or DockerEngine => null,
            DockerHost host => throw new ArgumentTransformationMetadataException($"'{host}' is a host and not a name. Use -DockerHost."),
            _ => inputData,
        };
}
