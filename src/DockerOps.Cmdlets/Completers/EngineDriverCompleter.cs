using System.Collections;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace DockerOps.Cmdlets.Completers;

/// <summary>Offers the drivers that engines bring along.</summary>
public sealed class EngineDriverCompleter : IArgumentCompleter
{
    private static readonly string[] Logs = ["json-file", "local", "journald", "syslog", "none", "gelf", "fluentd", "awslogs", "splunk"];
    private static readonly string[] Storage = ["overlay2", "fuse-overlayfs", "btrfs", "zfs", "vfs"];

    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName, string parameterName, string wordToComplete, CommandAst commandAst, IDictionary fakeBoundParameters) =>
        Candidates.Matching(wordToComplete, parameterName == "LogDriver" ? Logs : Storage);
}
