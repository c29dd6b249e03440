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

    // Runs "$@" and ends it when its input closes: all that a host notices of a client that goes away, and here all that
    // a command under sudo can be told, because nobody but root may signal it.
    // With setsid(1) its children end with it. The watcher holds none of the session's outputs, so sshd need not wait for it.
    private const string Leashed = """
        command -v "$1" >/dev/null 2>&1 || [ -e "$1" ] || { printf '%s: not found\n' "$1" >&2; exit 127; }
        exec 3<&0
        s=$(command -v setsid)
        ${s:+setsid} "$@" </dev/null 3<&- &
        c=$!
        { cat <&3; kill -TERM ${s:+-}"$c"; } >/dev/null 2>&1 &
        w=$!
        exec 3<&-
        wait "$c"; r=$?
        kill "$w" 2>/dev/null
        exit "$r"
        """;

    private const string Exec = "exec \"$@\"";

    private static readonly IReadOnlyList<string> Sudo = ["sudo", "-n", "--"];
    private readonly SshConnection? connection;
    private readonly IReadOnlyList<string> prefix;
    private HostShell? asRoot;

    internal HostShell(DockerHost host, SshConnection? connection)
        : this(host, connection, [])
    {
    }

    private HostShell(DockerHost host, SshConnection? connection, IReadOnlyList<string> prefix)
    {
        Host = host;
        this.connection = connection;
        this.prefix = prefix;
    }

    /// <summary>The shell of this machine.</summary>
    public static HostShell Here { get; } = new(DockerHost.Local, connection: null);

    /// <summary>The host.</summary>
    public DockerHost Host { get; }

    /// <summary>Whether commands run on this machine.</summary>
    public bool IsLocal => connection is null;

    /// <summary>Whether what its commands may do on this machine, this process may do itself.</summary>
    internal bool IsThisProcess => IsLocal && prefix.Count == 0;

    /// <summary>The shell whose commands run as root: this one where the user is root, else one that uses <c>sudo -n</c>.</summary>
    public async Task<HostShell> AsRootAsync(CancellationToken cancellation)
    {
        if (asRoot is not null) return asRoot;
        var id = await ReadAsync(["id", "-u"], cancellation).ConfigureAwait(false);
        return asRoot = id.Trim() == "0" ? this : new HostShell(Host, connection, Sudo);
    }

    /// <summary>A shell whose commands are run by another one, which gets them as its last arguments.</summary>
    /// <param name="words">That command.</param>
    internal HostShell By(IReadOnlyList<string> words) => new(Host, connection, [.. prefix, .. words]);

    /// <summary>The words that will run for a command: <c>sudo -n --</c> before it where this shell needs that.</summary>
    public IReadOnlyList<string> Words(IReadOnlyList<string> command) => [.. prefix, .. command];

    /// <summary>The command as it is typed in a shell, for people to read.</summary>
    public string Show(IReadOnlyList<string> command) => ShellWords.Join(Words(command));

    /// <summary>Runs a command to its end and collects its output (at most 64 MiB). It speaks English, so that its failures are understood.</summary>
    /// <param name="command">Program and arguments; they reach the program exactly as given.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <returns>What it did. A command that ends with another code than 0 is a result, not a failure; 127 means there is no such program.</returns>
    /// <exception cref="DockerOpsException">Unreachable: the connection broke. Unsupported: it printed more than 64 MiB.</exception>
    public Task<CommandResult> RunAsync(IReadOnlyList<string> command, CancellationToken cancellation) => RunAsync(command, HostFileScripts.Speak, cancellation);

    private async Task<CommandResult> RunAsync(IReadOnlyList<string> command, string before, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        await using var process = await StartAsync(Scripted(before + (IsThisProcess ? Exec : Leashed), command), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        if (IsThisProcess) process.Input.Close();

        var output = await CollectAsync(process, cancellation).ConfigureAwait(false);
        await process.WaitAsync(cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        var code = await EndAsync(process, cancellation).ConfigureAwait(false);
        var errors = await process.ErrorsAsync().ConfigureAwait(false);
        return new CommandResult
        {
            DockerHost = Host,
            Command = Words(command),
            ExitCode = code,
            Output = output,
            ErrorOutput = errors,
            Duration = watch.Elapsed,
        };
    }

    /// <summary>Runs somebody's own command to its end, in the host's language, or ends it when its time is over.</summary>
    /// <inheritdoc cref="RunAsync(IReadOnlyList{string}, CancellationToken)"/>
    /// <param name="command">Program and arguments.</param>
    /// <param name="timeout">How long it may take; null is no limit.</param>
    /// <param name="cancellation">Ends the command.</param>
    public async Task<CommandResult> RunAsync(IReadOnlyList<string> command, TimeSpan? timeout, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time) limit.CancelAfter(time);
        try
        {
            return await RunAsync(command, "", limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DockerOpsException(FailureKind.TimedOut, $"'{command[0]}' on '{Host}' took longer than {timeout!.Value.TotalSeconds:0.#} s and was ended.", command[0]);
        }
    }

    /// <summary>Runs a command that has to succeed and gives its output.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.CommandFailed"/>, with the command's last words.</exception>
    public async Task<string> ReadAsync(IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var result = await RunAsync(command, cancellation).ConfigureAwait(false);
        return result.Success ? result.Output : throw Failed(command, result.ExitCode, result.ErrorOutput);
    }

    /// <summary>Runs a command to its end and hands on each line of its output as it comes. It ends with this process, however that ends.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="line">Gets each line, on another thread.</param>
    /// <param name="error">Gets each line of its error output, on a third one.</param>
    /// <param name="cancellation">Ends the command.</param>
    /// <returns>The exit code, and the last part of the error output.</returns>
    internal async Task<(int ExitCode, string Errors)> FollowAsync(IReadOnlyList<string> command, Action<string> line, Action<string>? error, CancellationToken cancellation)
    {
        await using var process = await StartAsync(Scripted(HostFileScripts.Speak + Leashed, command), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        if (error is not null) process.FollowErrors(error);
        using var reader = new StreamReader(process.Output, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text) line(text);
        var code = await EndAsync(process, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return (code, await process.ErrorsAsync().ConfigureAwait(false));
    }

    /// <summary>Starts a command whose streams the caller moves himself. A host runs four at a time; further ones wait.</summary>
    internal Task<HostProcess> StartAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        connection is null ? Task.FromResult(HostProcess.Start(Words(command))) : connection.StartAsync(Words(command), cancellation);

    /// <summary>The words that run a command so that it speaks English.</summary>
    internal IReadOnlyList<string> InEnglish(IReadOnlyList<string> command) => Scripted(HostFileScripts.Speak + Exec, command);

    // This machine has no sh where it runs Windows.
    private IReadOnlyList<string> Scripted(string script, IReadOnlyList<string> command) =>
        IsThisProcess && OperatingSystem.IsWindows() ? command : ["sh", "-c", script, "sh", .. command];

    /// <summary>Waits for a started command and throws unless it succeeded.</summary>
    internal async Task CompleteAsync(HostProcess process, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var code = await EndAsync(process, cancellation).ConfigureAwait(false);
        if (code != 0) throw Failed(command, code, await process.ErrorsAsync().ConfigureAwait(false));
    }

    /// <summary>Waits for a started command and gives its exit code, or throws if it was the connection that ended.</summary>
    internal async Task<int> EndAsync(HostProcess process, CancellationToken cancellation)
    {
        var code = await process.WaitAsync(cancellation).ConfigureAwait(false);
        if (code == 255 && connection is not null) await CheckAliveAsync(await process.ErrorsAsync().ConfigureAwait(false)).ConfigureAwait(false);
        return code;
    }

    /// <summary>The failure of a command that has to succeed, with the last of its words.</summary>
    internal DockerOpsException Failed(IReadOnlyList<string> command, int code, string errors)
    {
        var kind = errors.Contains("No space left on device", StringComparison.OrdinalIgnoreCase) ? FailureKind.NoSpace
            : errors.Contains("Permission denied", StringComparison.OrdinalIgnoreCase) ? FailureKind.NotPermitted
            : FailureKind.CommandFailed;
        var last = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(5);
        var program = ProgramOf(command);
        return new(kind, $"'{program}' on '{Host}' ended with exit code {code}: {string.Join(' ', last)}", program);
    }

    // What env(1) starts is what failed.
    private static string ProgramOf(IReadOnlyList<string> command) =>
        command[0] == "env" ? command.Skip(1).FirstOrDefault(word => !word.Contains('=', StringComparison.Ordinal), command[0]) : command[0];

    // 255 is ssh's own code for a failed connection (ssh(1), EXIT STATUS) as well as one a command may choose.
    private async Task CheckAliveAsync(string errors)
    {
        await connection!.CheckAsync().ConfigureAwait(false);
        if (SshFailure.IsSessionRefused(errors)) throw SshFailure.TooFewSessions(Host);
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
