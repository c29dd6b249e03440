namespace DockerOps;

/// <summary>The way to a host.</summary>
public enum HostScheme
{
    /// <summary>A unix socket on this machine.</summary>
    Unix,

    /// <summary>A named pipe on this machine (Windows).</summary>
    NamedPipe,

    /// <summary>TCP, plain or with TLS.</summary>
    Tcp,

    /// <summary>The user's OpenSSH client.</summary>
    Ssh,
}
