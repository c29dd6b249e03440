namespace DockerOps;

/// <summary>
/// The one exception of the library. The message is a sentence for the user, with the value that was given and what
/// can be done; <see cref="Kind"/> says which of the closed list of failures it is.
/// </summary>
public sealed class DockerOpsException : Exception
{
    /// <summary>Creates a failure.</summary>
    /// <param name="kind">Which failure of the closed list.</param>
    /// <param name="message">A sentence for the user. Never holds a secret. Characters that could drive a terminal are replaced.</param>
    /// <param name="target">The user's value that the failure is about: a name, a path, a host.</param>
    /// <param name="inner">What lies beneath, when something does.</param>
    public DockerOpsException(FailureKind kind, string message, object? target = null, Exception? inner = null)
        : base(ArchiveText.Plain(message), inner)
    {
        Kind = kind;
        Target = target;
    }

    /// <summary>Which failure of the closed list.</summary>
    public FailureKind Kind { get; }

    /// <summary>The user's value that the failure is about, or null when the caller knows it better.</summary>
    public object? Target { get; }
}
