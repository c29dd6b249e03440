using System.Management.Automation;
using DockerOps.Upgrade;

namespace DockerOps.Cmdlets.Upgrade;

/// <summary>A cmdlet about upgrades of hosts' engines.</summary>
public abstract class UpgradeCmdlet : HostsCmdlet
{
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? KnownFailurePath { get; set; }

    /// <summary>The failures that are known, the administrator's own first.</summary>
    protected IReadOnlyList<KnownFailure> Known => KnownFailurePath is { } path ? [.. ReadKnown(path), .. KnownFailures.BuiltIn] : KnownFailures.BuiltIn;

    /// <summary>Reads an administrator's own list.</summary>
    protected IReadOnlyList<KnownFailure> ReadKnown(string path)
    {
        var full = this.Full(path);
        try
        {
            return KnownFailures.Read(File.ReadAllText(full), full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"'{path}' cannot be read: {e.Message}", path, e);
        }
    }
}
