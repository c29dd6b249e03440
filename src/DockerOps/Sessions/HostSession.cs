using System.Diagnostics.CodeAnalysis;
using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Transport;

namespace DockerOps.Sessions;

/// <summary>One open host: its engine and its shell, over one connection.</summary>
public sealed class HostSession : IAsyncDisposable
{
    private readonly SshConnection? connection;
    private readonly SshDial? sshDial;
    private readonly HostShell? shell;

    private HostSession(DockerHost host, SshConnection? connection)
    {
        Host = host;
        this.connection = connection;
        sshDial = connection is null ? null : new SshDial(connection);
        Engine = new EngineClient(host, host.Scheme switch
        {
            HostScheme.Unix => UnixDial.To(host, host.SocketPath!),
            HostScheme.NamedPipe => PipeDial.To(host),
            HostScheme.Tcp => TcpDial.To(host),
            _ => sshDial!.DialAsync,
        });
        shell = host.Scheme is HostScheme.Unix or HostScheme.Ssh ? new HostShell(host, connection) : null;
    }

    /// <summary>The host.</summary>
    public DockerHost Host { get; }

    /// <summary>Its engine.</summary>
    public EngineClient Engine { get; }

    /// <summary>When the session was opened, UTC.</summary>
    public DateTimeOffset Opened { get; } = DateTimeOffset.UtcNow;

    /// <summary>How the engine is reached, in words.</summary>
    public string Way => Host.Scheme switch
    {
        HostScheme.Unix => "unix socket",
        HostScheme.NamedPipe => "named pipe",
        HostScheme.Tcp => Host.CertificatePath is null ? "tcp, not encrypted" : "tcp with TLS",
        _ => "ssh" + (sshDial!.Description is { } way ? ", " + way : ""),
    };

    /// <summary>Whether the connection is still there.</summary>
    public bool IsAlive => connection?.IsAlive ?? true;

    /// <summary>Commands on the host.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Unsupported"/>: the host is reached by its engine's TCP port or Windows pipe only.</exception>
    public HostShell Shell => shell ?? throw new DockerOpsException(
        FailureKind.Unsupported, $"'{Host}' is reached by its engine's port or pipe only, so no command can be run there. Use ssh://… instead.", Host);

    /// <summary>Whether commands can be run on the host.</summary>
    [MemberNotNullWhen(true, nameof(shell))]
    public bool HasShell => shell is not null;

    /// <summary>Opens a host. Only ssh does any work here; the other ways connect at the first call.</summary>
    public static async Task<HostSession> OpenAsync(DockerHost host, SshLogin login, CancellationToken cancellation) =>
        new(host, host.Scheme == HostScheme.Ssh ? await SshConnection.OpenAsync(host, login, cancellation).ConfigureAwait(false) : null);

    /// <summary>Asks the host what it is. A host whose engine does not answer still has facts.</summary>
    public async Task<HostFacts> FactsAsync(CancellationToken cancellation)
    {
        EngineInfo? engine = null;
        try
        {
            engine = await EngineInfo.ReadAsync(Engine, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException) when (HasShell)
        {
            // The shell tells the rest; the engine's state is Test-DockerHost's business.
        }

        if (HasShell) return await HostFactsProbe.RunAsync(shell, engine?.DataRoot, cancellation).ConfigureAwait(false);
        return new HostFacts
        {
            Distribution = engine!.OperatingSystem ?? "unknown",
            Version = "",
            Architecture = HostFactsProbe.DockerArchitecture(engine.Architecture ?? ""),
            Kernel = engine.Kernel,
            DataRoot = engine.DataRoot,
        };
    }

    /// <summary>Closes the session: connections, forwarded sockets, child processes.</summary>
    public async ValueTask DisposeAsync()
    {
        Engine.Dispose();
        if (connection is not null) await connection.DisposeAsync().ConfigureAwait(false);
    }
}
