using System.Runtime.CompilerServices;

namespace DockerOps.Cmdlets;

/// <summary>
/// Remembers, of names that were taken out of objects, the hosts of these. The pipeline binds an object's host by property; an object that is
/// given as an argument is but a name, and the default host may have something of the same name.
/// </summary>
internal static class OriginHosts
{
    private static readonly ConditionalWeakTable<object, DockerHost> Known = [];

    /// <summary>A name that is remembered.</summary>
    public static string Name(string name, DockerHost host)
    {
        // Another object than the text that others may hold.
        var own = new string(name.AsSpan());
        Known.AddOrUpdate(own, host);
        return own;
    }

    /// <summary>The name of an image that is remembered.</summary>
    public static ImageReference Reference(string image, DockerHost host)
    {
        var reference = ImageReference.Parse(image);
        Known.AddOrUpdate(reference, host);
        return reference;
    }

    /// <summary>The host that all of these names are of; null where none is known.</summary>
    /// <param name="values">What parameters were given.</param>
    /// <exception cref="DockerOpsException">InvalidInput: there are several.</exception>
    public static DockerHost? Of(IEnumerable<object?> values)
    {
        var hosts = values
            .SelectMany(value => value is object[] list ? list : new object?[] { value })
            .Where(value => value is string or ImageReference)
            .Select(value => Known.TryGetValue(value!, out DockerHost? host) ? host : null)
            .OfType<DockerHost>().Distinct().ToList();
        return hosts.Count < 2
            ? hosts.FirstOrDefault()
            : throw new DockerOpsException(FailureKind.InvalidInput, $"These are of several hosts: {string.Join(", ", hosts)}. Let them come through the pipeline, or give -DockerHost.", hosts[1]);
    }
}
