using System.Text;

namespace DockerOps.Transport;

/// <summary>
/// Dials the engine of a host over its ssh connection. The best way the host allows is found once: its socket forwarded
/// (no process per connection), else a program on the host that joins the session to the socket, with <c>sudo -n</c>
/// where the user may not open it.
/// </summary>
internal sealed class SshDial(SshConnection connection) : IDisposable
{
    private static readonly byte[] Ping = Encoding.ASCII.GetBytes("GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n");
    private readonly SemaphoreSlim gate = new(1, 1);
    private Dial? way;

    private DockerHost Host => connection.Host;

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

    public void Dispose() => gate.Dispose();

    private async Task<Dial> FindWayAsync(CancellationToken cancellation)
    {
        var socket = Host.SocketPath!;
        var facts = await ProbeAsync(socket, cancellation).ConfigureAwait(false);
        if (facts.Contains("access=denied"))
            throw new DockerOpsException(
                FailureKind.NotPermitted,
                $"The user of '{Host}' may not open the engine's socket '{socket}', and sudo needs a password there. " +
                "Add the user to the group that owns it (usually docker), or allow sudo without a password.",
                Host);
        if (facts.Contains("access=missing"))
            throw new DockerOpsException(
                FailureKind.Unreachable, $"There is no engine socket '{socket}' on '{Host}': the engine is not running, or listens elsewhere.", Host);

        var sudo = facts.Contains("access=sudo");
        if (!sudo && connection.IsShared && await ForwardAsync(socket, cancellation).ConfigureAwait(false) is { } forward) return forward;

        var program = facts.FirstOrDefault(fact => fact.StartsWith("bridge=", StringComparison.Ordinal))?["bridge=".Length..]
            ?? throw new DockerOpsException(
                FailureKind.Unsupported,
                $"'{Host}' neither forwards its engine's socket nor has a program that could reach it (docker, socat, python, perl, nc).", Host);
        Description = (sudo ? "sudo, " : "") + program;
        var command = EngineBridge.Command(program, socket, sudo);
        return _ => ValueTask.FromResult<Stream>(new ProcessStream(connection.Start(command)));
    }

    private async Task<string[]> ProbeAsync(string socket, CancellationToken cancellation)
    {
        await using var process = connection.Start(EngineBridge.ProbeCommand(socket));
        using var kill = cancellation.Register(process.Kill);
        process.Input.Close();
        using var reader = new StreamReader(process.Output, leaveOpen: true);
        var text = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var facts = text.Split('\n', StringSplitOptions.TrimEntries);
        return facts.Any(fact => fact.StartsWith("access=", StringComparison.Ordinal))
            ? facts
            : throw SshFailure.Unreachable(Host, await process.ErrorsAsync().ConfigureAwait(false));
    }

    // sshd accepts the forwarding itself without a word and refuses at the first connection (AllowStreamLocalForwarding
    // in sshd_config(5)), so one question is asked to see whether an engine answers.
    private async Task<Dial?> ForwardAsync(string socket, CancellationToken cancellation)
    {
        try
        {
            var dial = UnixDial.To(Host, await connection.ForwardAsync(socket, cancellation).ConfigureAwait(false));
            await using var stream = await dial(cancellation).ConfigureAwait(false);
            await stream.WriteAsync(Ping, cancellation).ConfigureAwait(false);
            if (await stream.ReadAsync(new byte[1], cancellation).ConfigureAwait(false) == 0) return null;
            Description = "socket forwarded";
            return dial;
        }
        catch (Exception e) when (e is IOException or DockerOpsException { Kind: FailureKind.Unsupported or FailureKind.Unreachable })
        {
            return null;
        }
    }
}
