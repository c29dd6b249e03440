namespace DockerOps.Help;

/// <summary>What the compiled assembly says of a cmdlet.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Noun">The noun.</param>
/// <param name="HelpUri">Where Get-Help -Online leads; empty when nowhere.</param>
/// <param name="Sets">The parameter sets, the default first; one nameless set when there are no named ones.</param>
/// <param name="Parameters">Its own parameters, in the order of the source, a base class's behind its heirs'.</param>
/// <param name="Outputs">Full names of what [OutputType] names.</param>
internal sealed record Cmdlet(
    string Verb,
    string Noun,
    string HelpUri,
    IReadOnlyList<string> Sets,
    IReadOnlyList<CmdletParameter> Parameters,
    IReadOnlyList<string> Outputs)
{
    public string Name => $"{Verb}-{Noun}";

    /// <summary>The parameters of a set as PowerShell prints them: by position, then mandatory ones, then the rest.</summary>
    public IEnumerable<(CmdletParameter Parameter, ParameterUse Use)> Syntax(string set) =>
        from parameter in Parameters
        let use = parameter.Uses.FirstOrDefault(u => u.Set == set) ?? parameter.Uses.FirstOrDefault(u => u.Set.Length == 0)
        where use is not null
        orderby use.Position ?? int.MaxValue, use.Mandatory ? 0 : 1
        select (parameter, use);
}
