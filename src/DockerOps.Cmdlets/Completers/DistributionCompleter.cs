using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Completes the distributions that sources of Docker in a folder have a builder for.</summary>
public sealed class DistributionCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters)
    {
        if (fakeBoundParameters["Source"] is not string source || DockerSources.IsAddress(source)) return [];
        try
        {
            using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
            var folders = shell.AddCommand("Microsoft.PowerShell.Management\\Convert-Path").AddParameter("LiteralPath", source).Invoke<string>();
            return folders is not [var folder, ..] ? [] : Candidates.Matching(wordToComplete, DockerSources.Distributions(folder, fakeBoundParameters["Architecture"] as string));
        }
        catch (Exception e) when (e is DockerOpsException or IOException or UnauthorizedAccessException or RuntimeException)
        {
            // Nothing to offer.
            return [];
        }
    }
}
