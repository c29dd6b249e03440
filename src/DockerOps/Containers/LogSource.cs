namespace DockerOps;

/// <summary>Where a container wrote a line.</summary>
public enum LogSource
{
    /// <summary>Its standard output; with a terminal, everything.</summary>
    Output,

    /// <summary>Its standard error.</summary>
    Error,
}
