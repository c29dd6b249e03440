using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace DockerOps.Transport;

/// <summary>
/// Dials the engine of a host over its ssh connection. The best way the host allows is found once: its socket forwarded
/// (no process per connection), else a program on the host that joins the session to the socket, with <c>sudo -n</c>
/// where the user may not open it. A way counts as found when the engine has answered on it.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "Whoever waits for a semaphore that is disposed waits for ever, and it holds nothing to free.")]
internal sealed class SshDial(SshConnection connection)
{
    private static readonly byte[] Ping = Encoding.ASCII.GetBytes("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n");
    private readonly SemaphoreSlim gate = new(1, 1);
    private Dial? way;

    private DockerHost Host => connection.Host;

    private string Socket => Host.SocketPath!;

    /// <summary>How the engine is reached, in words; null before the first dial.</summary>
    public string? Description { get; private set; }

    public async ValueTask<Stream> DialAsync(CancellationToken cancellation)
    {
        if (way is null)
        {
            await gate.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                way ??= await FindWayAsync(cancellation).ConfigureAwait(false);
            }
            finally
            {
                gate.Release();
            }
        }

        return await way(cancellation).ConfigureAwait(false);
    }

    private async Task<Dial> FindWayAsync(CancellationToken cancellation)
    {
        var facts = await ProbeAsync(cancellation).ConfigureAwait(false);
        if (facts.Contains("access=denied"))
            throw new DockerOpsException(
                FailureKind.NotPermitted,
                $"The user of '{Host}' may not open the engine's socket '{Socket}', and sudo needs a password there. " +
                "Add the user to the group that owns it (usually docker), or allow sudo without a password.",
                Host);
        if (facts.Contains("access=missing"))
            throw new DockerOpsException(
                FailureKind.Unreachable, $"There is no engine socket '{Socket}' on '{Host}': the engine is not running, or listens elsewhere.", Host);

        var sudo = facts.Contains("access=sudo");
        if (!sudo && connection.IsShared && await ForwardAsync(cancellation).ConfigureAwait(false) is { } forward) return forward;

        var programs = facts.Where(fact => fact.StartsWith("bridge=", StringComparison.Ordinal)).Select(fact => fact["bridge=".Length..]).ToList();
        foreach (var program in programs)
        {
            var command = EngineBridge.Command(program, Socket, sudo);
            Dial bridge = async stop => await connection.OpenStreamAsync(command, stop).ConfigureAwait(false);
            if (!await AnswersAsync(bridge, cancellation).ConfigureAwait(false)) continue;
            Description = (sudo ? "sudo, " : "") + program;
            return bridge;
        }

        await connection.CheckAsync().ConfigureAwait(false);
        throw programs.Count > 0
            ? new DockerOpsException(FailureKind.Unreachable, $"No engine answers at its socket '{Socket}' on '{Host}'. Start-DockerEngine starts it.", Host)
            : new DockerOpsException(
                FailureKind.Unsupported,
                $"'{Host}' neither forwards its engine's socket nor has a program that could reach it (docker, socat, python, perl, nc).", Host);
    }

    private async Task<string[]> ProbeAsync(CancellationToken cancellation)
    {
        await using var process = await connection.StartProbeAsync(EngineBridge.ProbeCommand(Socket), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        process.Input.Close();
        using var reader = new StreamReader(process.Output, leaveOpen: true);
        var text = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var facts = text.Split('\n', StringSplitOptions.TrimEntries);
        if (facts.Any(fact => fact.StartsWith("access=", StringComparison.Ordinal))) return facts;
        await connection.CheckAsync().ConfigureAwait(false);
        throw SshFailure.Unreachable(Host, await process.ErrorsAsync().ConfigureAwait(false));
    }

    // sshd accepts the forwarding itself without a word and refuses at the first connection (AllowStreamLocalForwarding
    // in sshd_config(5)); older clients and servers refuse at once.
    private async Task<Dial?> ForwardAsync(CancellationToken cancellation)
    {
        try
        {
            var dial = UnixDial.To(Host, await connection.ForwardAsync(Socket, cancellation).ConfigureAwait(false));
            if (!await AnswersAsync(dial, cancellation).ConfigureAwait(false)) return null;
            Description = "socket forwarded";
            return stop => DialForwardedAsync(dial, stop);
        }
        catch (DockerOpsException e) when (e.Kind is FailureKind.Unsupported)
        {
            return null;
        }
    }

    // At the near end of the socket is the ssh client: that nobody listens there says nothing of the engine.
    private async ValueTask<Stream> DialForwardedAsync(Dial dial, CancellationToken cancellation)
    {
        try
        {
            return await dial(cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException)
        {
            await connection.CheckAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static async Task<bool> AnswersAsync(Dial dial, CancellationToken cancellation)
    {
        try
        {
            await using var stream = await dial(cancellation).ConfigureAwait(false);
            await stream.WriteAsync(Ping, cancellation).ConfigureAwait(false);
            return await stream.ReadAsync(new byte[1], cancellation).ConfigureAwait(false) > 0;
        }
        catch (Exception e) when (e is IOException or DockerOpsException { Kind: FailureKind.Unreachable })
        {
            return false;
        }
    }
}
