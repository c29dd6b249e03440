using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Installation;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the names that packages of engines are known by.</summary>
public sealed class EnginePackageCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Matching(wordToComplete, InstallOptions.KnownPackages);
}
