namespace DockerOps;

/// <summary>How much a finding weighs.</summary>
public enum ArchiveFindingSeverity
{
    /// <summary>The archive is usable; something in it is not carried or could not be checked.</summary>
    Warning,

    /// <summary>The archive is not what it says it is and must not be trusted.</summary>
    Error,
}
