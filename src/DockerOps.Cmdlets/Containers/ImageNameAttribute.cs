using System.Management.Automation;

namespace DockerOps.Cmdlets.Containers;

/// <summary>
/// Takes the image's name out of what comes through the pipeline: an image, a container, or an object made with
/// <c>Select-Object</c> of either. That cannot be left to an alias: -Name is the name of the container to be made.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class ImageNameAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) => inputData.Bare() switch
    {
        Image image => OriginHosts.Name(image.Name, image.DockerHost),
        Container container => OriginHosts.Name(container.Image, container.DockerHost),
        _ => MadeObject.Name(inputData, "Image", "Name", "Id"),
    };
}
