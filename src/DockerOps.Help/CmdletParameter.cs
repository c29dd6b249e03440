namespace DockerOps.Help;

/// <summary>What the compiled assembly says of a parameter.</summary>
/// <param name="Name">Its name, without the hyphen.</param>
/// <param name="Type">The type's short name: String, DockerHost[].</param>
/// <param name="FullType">The type's full name; of an array, that of its items.</param>
/// <param name="IsSwitch">Whether it takes no value.</param>
/// <param name="Values">The values it takes, when they are a closed list.</param>
/// <param name="Aliases">Other names.</param>
/// <param name="Wildcards">Whether it takes wildcards.</param>
/// <param name="Uses">How it behaves in each set it belongs to.</param>
/// <param name="Text">What is said of it where no page may: of -WhatIf and -Confirm. Null for all others.</param>
internal sealed record CmdletParameter(
    string Name,
    string Type,
    string FullType,
    bool IsSwitch,
    IReadOnlyList<string> Values,
    IReadOnlyList<string> Aliases,
    bool Wildcards,
    IReadOnlyList<ParameterUse> Uses,
    string? Text = null)
{
    /// <summary>Whether the pipeline's objects bind to it whole in some set.</summary>
    public bool TakesObject => Uses.Any(use => use.ByValue);
}
