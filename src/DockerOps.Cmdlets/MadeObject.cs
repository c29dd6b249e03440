using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>What was made with <c>Select-Object</c>, <c>Import-Csv</c> or <c>Import-Clixml</c>. As a text it would be all its properties at once.</summary>
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
        return name.Value ?? throw new ArgumentTransformationMetadataException($"Its property {name.Name} is empty.");
    }

    /// <summary>With a failed cast inside, the shell goes on to bind by property name.</summary>
    public static ArgumentTransformationMetadataException NoName()
    {
        const string Message = "There is no name in it.";
        return new ArgumentTransformationMetadataException(Message, new PSInvalidCastException(Message));
    }
}
