using System.Diagnostics;
using System.Text;
using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>
/// Runs commands on a host, here or over its ssh connection, as argument lists. A command that is cancelled is ended on
/// the host too, not only cut off.
/// </summary>
public sealed class HostShell
{
    private const int LongestOutput = 64 * 1024 * 1024;

    // Runs "$@" and ends it when the session's input closes, which is all that a host notices of a client that goes away.
    // The watcher holds none of the session's outputs, so sshd need not wait for it.
    private const string Leashed = """
        exec 3<&0
        "$@" </dev/null 3<&- &
        c=$!
        { cat <&3; kill -TERM "$c"; } >/dev/null 2>&1 &
        w=$!
        exec 3<&-
        wait "$c"; r=$?
        kill "$w" 2>/dev/null
        exit "$r"
        """;

    private readonly SshConnection? connection;

    internal HostShell(DockerHost host, SshConnection? connection)
    {
        Host = host;
        this.connection = connection;
    }

    /// <summary>The host.</summary>
    public DockerHost Host { get; }

    /// <summary>Whether commands run on this machine.</summary>
    public bool IsLocal => connection is null;

    /// <summary>Runs a command to its end and collects its output (at most 64 MiB).</summary>
    /// <param name="command">Program and arguments; they reach the program exactly as given.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <exception cref="DockerOpsException">
    /// NotFound: no such program here. Unreachable: the connection broke. A command that ends with another code than 0 is
    /// a result, not a failure.
    /// </exception>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var process = connection is null ? HostProcess.Start(command) : connection.Start(["sh", "-c", Leashed, "sh", .. command]);
        using var kill = cancellation.Register(process.Kill);
        if (connection is null) process.Input.Close();

        var output = await CollectAsync(process, cancellation).ConfigureAwait(false);
        var code = await process.WaitAsync(cancellation).ConfigureAwait(false);
        var errors = await process.ErrorsAsync().ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        CheckAlive(code, errors);
        return new CommandResult
        {
            DockerHost = Host,
            Command = command,
            ExitCode = code,
            Output = output,
            ErrorOutput = errors,
            Duration = watch.Elapsed,
        };
    }

    /// <summary>Runs a command that has to succeed and gives its output.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.CommandFailed"/>, with the command's last words.</exception>
    public async Task<string> ReadAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var result = await RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Success ? result.Output : throw Failed(command, result.ExitCode, result.ErrorOutput);
    }

    /// <summary>Starts a command whose streams the caller moves himself.</summary>
    internal HostProcess Start(IReadOnlyList<string> command) =>
        connection is null ? HostProcess.Start(command) : connection.Start(command);

    /// <summary>Waits for a started command and throws unless it succeeded.</summary>
    internal async Task CompleteAsync(HostProcess process, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var code = await process.WaitAsync(cancellation).ConfigureAwait(false);
        if (code == 0) return;
        var errors = await process.ErrorsAsync().ConfigureAwait(false);
        CheckAlive(code, errors);
        throw Failed(command, code, errors);
    }

    private DockerOpsException Failed(IReadOnlyList<string> command, int code, string errors)
    {
        var kind = errors.Contains("No space left on device", StringComparison.OrdinalIgnoreCase) ? FailureKind.NoSpace
            : errors.Contains("Permission denied", StringComparison.OrdinalIgnoreCase) ? FailureKind.NotPermitted
            : FailureKind.CommandFailed;
        var last = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(5);
        return new(kind, $"'{command[0]}' on '{Host}' ended with exit code {code}: {string.Join(' ', last)}", command[0]);
    }

    // 255 is ssh's own code for a failed connection (ssh(1), EXIT STATUS) as well as one a command may choose.
    private void CheckAlive(int code, string errors)
    {
        if (code == 255 && connection is { IsAlive: false }) throw SshFailure.Unreachable(Host, errors);
    }

    private async Task<string> CollectAsync(HostProcess process, CancellationToken cancellation)
    {
        var text = new StringBuilder();
        var buffer = new char[16 * 1024];
        using var reader = new StreamReader(process.Output, Encoding.UTF8, leaveOpen: true);
        int count;
        while ((count = await reader.ReadAsync(buffer, cancellation).ConfigureAwait(false)) > 0)
        {
            if (text.Length + count > LongestOutput)
                throw new DockerOpsException(FailureKind.Unsupported, $"A command on '{Host}' printed more than {LongestOutput >> 20} MiB; copy a file instead.", Host);
            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }
}
