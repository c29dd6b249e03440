using System.Globalization;

namespace DockerOps;

/// <summary>
/// Where an engine is and how to get there, as a value. Two hosts are equal when the same connection serves both.
/// Made from text by <see cref="Parse"/>: <c>local</c>, <c>unix://</c>, <c>npipe://</c>, <c>tcp://</c>, <c>https://</c>,
/// <c>ssh://[user@]host[:port][/socket]</c>, <c>user@host[:port]</c>, a Docker context, or a name from <c>~/.ssh/config</c>.
/// </summary>
public sealed record DockerHost : IComparable<DockerHost>, IComparable
{
    /// <summary>The socket an engine listens on unless it is told otherwise (dockerd(8), <c>--host</c>).</summary>
    public const string DefaultSocket = "/var/run/docker.sock";

    /// <summary>The pipe an engine on Windows listens on unless it is told otherwise.</summary>
    public const string DefaultPipe = "docker_engine";

    /// <summary>The way there.</summary>
    public required HostScheme Scheme { get; init; }

    /// <summary>The user to log in as; null leaves it to the ssh configuration.</summary>
    public string? User { get; init; }

    /// <summary>The host's name, address or ssh alias; null on this machine.</summary>
    public string? HostName { get; init; }

    /// <summary>The port; null leaves it to the ssh configuration.</summary>
    public int? Port { get; init; }

    /// <summary>The engine's socket (on the host itself for ssh) or pipe name; null for tcp.</summary>
    public string? SocketPath { get; init; }

    /// <summary>The folder with <c>ca.pem</c>, <c>cert.pem</c> and <c>key.pem</c>; null means no TLS.</summary>
    public string? CertificatePath { get; init; }

    /// <summary>Whether the connection stays on this machine.</summary>
    public bool IsLocal => Scheme is HostScheme.Unix or HostScheme.NamedPipe;

    /// <summary>The engine of this machine, on its usual socket or pipe.</summary>
    public static DockerHost Local { get; } = OperatingSystem.IsWindows()
        ? new DockerHost { Scheme = HostScheme.NamedPipe, SocketPath = DefaultPipe }
        : new DockerHost { Scheme = HostScheme.Unix, SocketPath = DefaultSocket };

    /// <summary>
    /// The host meant when none is named: <c>$DOCKER_HOST</c>, else the current Docker context
    /// (<c>$DOCKER_CONTEXT</c>, then <c>currentContext</c> of the Docker configuration), else <see cref="Local"/>.
    /// </summary>
    /// <exception cref="DockerOpsException">The variable or the context holds something that is no host.</exception>
    public static DockerHost Default
    {
        get
        {
            if (Environment.GetEnvironmentVariable("DOCKER_HOST") is { Length: > 0 } text) return Parse(text);
            var current = DockerContexts.CurrentName();
            if (current is null) return Local;
            return DockerContexts.Find(current) ?? throw new DockerOpsException(
                FailureKind.NotFound,
                $"The current Docker context '{current}' does not exist. See 'docker context ls', or name a host with -DockerHost.",
                current);
        }
    }

    /// <summary>The canonical address. <see cref="Parse"/> of it gives an equal host, certificates aside.</summary>
    public string Address => Scheme switch
    {
        HostScheme.Unix => "unix://" + SocketPath,
        HostScheme.NamedPipe => "npipe:////./pipe/" + SocketPath,
        HostScheme.Tcp => (CertificatePath is null ? "tcp://" : "https://") + Authority(),
        _ => "ssh://" + (User is null ? "" : User + "@") + Authority() + (SocketPath == DefaultSocket ? "" : SocketPath),
    };

    /// <summary>Reads a host from what a user types.</summary>
    /// <param name="text">See the type's description.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the text names no host.</exception>
    public static DockerHost Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return HostText.Parse(text.Trim());
    }

    /// <summary>The canonical address.</summary>
    public override string ToString() => Address;

    /// <summary>Orders hosts by address.</summary>
    public int CompareTo(DockerHost? other) => string.CompareOrdinal(Address, other?.Address);

    int IComparable.CompareTo(object? obj) => CompareTo(obj as DockerHost);

    private string Authority()
    {
        var name = HostName!.Contains(':', StringComparison.Ordinal) ? $"[{HostName}]" : HostName;
        return Port is { } port ? string.Create(CultureInfo.InvariantCulture, $"{name}:{port}") : name;
    }
}
