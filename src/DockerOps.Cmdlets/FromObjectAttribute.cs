using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>Takes images, containers and volumes for their names, and keeps in mind which host they are of.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FromObjectAttribute : ArgumentTransformationAttribute
{
    /// <summary>Whether the parameter takes references of images, and not texts.</summary>
    public bool AsReference { get; init; }

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData) =>
        LanguagePrimitives.GetEnumerable(inputData) is { } list ? list.Cast<object?>().Select(Name).ToArray() : Name(inputData);

    private object? Name(object? item) => item.Bare() switch
    {
        Image image when AsReference => OriginHosts.Reference(image.Name, image.DockerHost),
        Image image => OriginHosts.Name(image.Name, image.DockerHost),
        Container container when !AsReference => OriginHosts.Name(container.Name, container.DockerHost),
        Volume volume when !AsReference => OriginHosts.Name(volume.Name, volume.DockerHost),
        _ when AsReference => MadeObject.Origin(item, typeof(Image)) is var (name, host) ? OriginHosts.Reference(name, host) : item,
        _ => MadeObject.Origin(item, typeof(Image), typeof(Container), typeof(Volume)) is var (name, host) ? OriginHosts.Name(name, host) : item,
    };
}
