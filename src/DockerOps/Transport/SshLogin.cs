namespace DockerOps.Transport;

/// <summary>How to log in: what the user said beyond the host itself. The default leaves everything to their ssh configuration.</summary>
public sealed record SshLogin
{
    /// <summary>No password, no pin, unknown host keys refused.</summary>
    public static SshLogin Default { get; } = new();

    /// <summary>Gives the password when it is needed, or null to log in with keys. Called at most once per connection.</summary>
    public Func<string>? Password { get; init; }

    /// <summary>The fingerprint the host key must have, as <c>ssh-keygen -l</c> prints it: <c>SHA256:…</c>.</summary>
    public string? HostKeyFingerprint { get; init; }

    /// <summary>Whether the key of a host that was never seen is accepted and remembered. A changed key never is.</summary>
    public bool AcceptNewHostKey { get; init; }

    /// <summary>How long a connection attempt may take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(30);
}
