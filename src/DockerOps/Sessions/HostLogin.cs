using DockerOps.Transport;

namespace DockerOps.Sessions;

/// <summary>Opens hosts so that a wrong address, key or password shows at once.</summary>
public static class HostLogin
{
    /// <summary>
    /// Opens a host anew. Over ssh that is a login; the host's engine may be down, or not installed yet. Hosts that consist
    /// of their engine's port or pipe have to answer.
    /// </summary>
    /// <param name="sessions">The open hosts.</param>
    /// <param name="host">The host.</param>
    /// <param name="login">How to log in; its timeout counts for every way.</param>
    /// <param name="cancellation">Ends the attempt.</param>
    /// <exception cref="DockerOpsException">Unreachable, NotPermitted, HostKeyRejected, TimedOut; InvalidInput: the host has no login.</exception>
    public static async Task<HostSession> OpenAsync(HostSessions sessions, DockerHost host, SshLogin login, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        ArgumentNullException.ThrowIfNull(host);
        ArgumentNullException.ThrowIfNull(login);
        if (host.Scheme != HostScheme.Ssh && (login.HostKeyFingerprint is not null || login.AcceptNewHostKey || login.Password is not null))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{host}' is not reached by ssh, so it has neither a login nor a host key.", host);

        var session = await sessions.ConnectAsync(host, login, cancellation).ConfigureAwait(false);
        if (session.HasShell) return session;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(login.Timeout);
        try
        {
            await session.Engine.VersionAsync(limit.Token).ConfigureAwait(false);
            return session;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw SshFailure.TimedOut(host, login.Timeout);
        }
    }
}
