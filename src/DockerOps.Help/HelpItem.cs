namespace DockerOps.Help;

/// <summary>A cmdlet with its page, and what is said of each parameter wherever it is said.</summary>
/// <param name="Cmdlet">The facts.</param>
/// <param name="Page">The prose.</param>
/// <param name="ParameterText">What is said of each parameter, by its name.</param>
internal sealed record HelpItem(Cmdlet Cmdlet, Page Page, IReadOnlyDictionary<string, ParameterText> ParameterText);
