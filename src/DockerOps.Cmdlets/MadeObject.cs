using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>
/// What was made with <c>Select-Object</c>, <c>Import-Csv</c>, <c>Import-Clixml</c> or <c>ConvertFrom-Json</c>, or came out of a job. As a text it
/// would be all its properties at once, and its host would be no host.
/// </summary>
internal static class MadeObject
{
    /// <summary>The name in it: the first of these properties that it has. Anything else is left as it is.</summary>
    /// <param name="input">What came for a parameter.</param>
    /// <param name="properties">The properties.</param>
    /// <exception cref="ArgumentTransformationMetadataException">It has none of them. The shell goes on to bind by property name.</exception>
    public static object? Name(object? input, params string[] properties)
    {
        if (input is not PSObject { BaseObject: PSCustomObject } made) return input;
        var name = properties.Select(property => made.Properties[property]).FirstOrDefault(property => property is not null) ?? throw NoName();
        // Without a name everything would be meant.
        var value = name.Value ?? throw new ArgumentTransformationMetadataException($"Its property {name.Name} is empty.");
        return value is string text && OriginOf(made) is { } host ? OriginHosts.Name(text, host) : value;
    }

    /// <summary>The host that it was; null for anything else.</summary>
    public static DockerHost? Host(object? input)
    {
        if (input is not PSObject { BaseObject: PSCustomObject } made || Text(made, nameof(DockerHost.Address)) is not { } address) return null;
        if (made.Properties[nameof(DockerHost.Scheme)] is null) return null;
        var host = HostAttribute.Read(address);
        return host with { CertificatePath = Text(made, nameof(DockerHost.CertificatePath)) ?? host.CertificatePath };
    }

    /// <summary>The name and host of an image, container or volume that it was; null for anything else.</summary>
    /// <param name="input">What came for a parameter.</param>
    /// <param name="types">Which of these types it may have been.</param>
    public static (string Name, DockerHost Host)? Origin(object? input, params Type[] types) =>
        input is PSObject { BaseObject: PSCustomObject } made
        && types.Any(type => made.TypeNames.FirstOrDefault() == "Deserialized." + type.FullName)
        && Text(made, "Name") is { } name && OriginOf(made) is { } host ? (name, host) : null;

    private static DockerHost? OriginOf(PSObject made) => made.Properties[nameof(DockerHost)]?.Value switch
    {
        DockerHost host => host,
        PSObject { BaseObject: DockerHost host } => host,
        string { Length: > 0 } address => HostAttribute.Read(address),
        var other => Host(other),
    };

    private static string? Text(PSObject made, string property) => made.Properties[property]?.Value.Bare() as string;

    /// <summary>With a failed cast inside, the shell goes on to bind by property name.</summary>
    public static ArgumentTransformationMetadataException NoName()
    {
        const string Message = "There is no name in it.";
        return new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message));
    }
}
