using System.Text;
using DockerOps.Files;

namespace DockerOps.Transport;

/// <summary>
/// One login to a host by the user's OpenSSH client, shared by everything that is done there: commands run as sessions
/// of it, the engine's socket is forwarded through it (ssh(1), <c>-M</c>, <c>-S</c>, <c>-O forward</c>). Where the client
/// has no control sockets (Windows) every command makes a connection of its own.
/// </summary>
/// <remarks>
/// The shared client runs <c>cat</c> on the host, fed by a pipe from this process: should this process be killed, the
/// pipe closes, <c>cat</c> ends, and with it the connection. Nothing is left behind on either side.
/// </remarks>
internal sealed class SshConnection : IAsyncDisposable
{
    private const string Ready = "dockerops-ready";

    // sshd takes ten sessions on a connection unless it is told otherwise (sshd_config(5), MaxSessions), and one of them
    // holds the connection. Commands and engine streams are counted apart, so that neither can starve the other.
    private const int MostCommands = 4;
    private const int MostStreams = 5;
    private static readonly TimeSpan LastMoment = TimeSpan.FromMilliseconds(300);
    private readonly SemaphoreSlim commands = new(MostCommands);
    private readonly SemaphoreSlim streams = new(MostStreams);
    private readonly PrivateFolder folder;
    private readonly List<string> call;
    private readonly SshPassword? password;
    private readonly HostProcess? master;
    private int forwards;
    private volatile bool closed;

    private SshConnection(DockerHost host, PrivateFolder folder, List<string> call, SshPassword? password, HostProcess? master)
    {
        Host = host;
        this.folder = folder;
        this.call = call;
        this.password = password;
        this.master = master;
    }

    public DockerHost Host { get; }

    /// <summary>Whether one connection serves all calls. Without it no socket can be forwarded to this side.</summary>
    public bool IsShared => master is not null;

    public bool IsAlive => !closed && master is not { HasExited: true };

    /// <summary>Throws if the connection has broken or was closed, for a call that failed the way calls fail then.</summary>
    /// <remarks>A call notices a moment before the shared client has ended, so that moment is waited for.</remarks>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Unreachable"/>.</exception>
    public async Task CheckAsync()
    {
        if (closed) throw SshFailure.Closed(Host);
        if (master is null) return;
        using var moment = new CancellationTokenSource(LastMoment);
        try
        {
            await master.WaitAsync(moment.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return;
        }
        catch (InvalidOperationException) when (closed)
        {
            // The process has been given back.
        }

        if (closed) throw SshFailure.Closed(Host);
        throw SshFailure.Broken(Host, await master.ErrorsAsync().ConfigureAwait(false));
    }

    /// <summary>Logs in.</summary>
    /// <exception cref="DockerOpsException">Unreachable, NotPermitted, HostKeyRejected, TimedOut.</exception>
    public static async Task<SshConnection> OpenAsync(DockerHost host, SshLogin login, CancellationToken cancellation)
    {
        var folder = new PrivateFolder();
        SshPassword? password = null;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            limit.CancelAfter(login.Timeout);
            var plan = await SshLoginPlan.MakeAsync(host, login, folder, limit.Token).ConfigureAwait(false);
            password = plan.Password;
            var master = await StartMasterAsync(host, login, plan, folder, limit.Token).ConfigureAwait(false);
            if (OperatingSystem.IsWindows())
            {
                await master.DisposeAsync().ConfigureAwait(false);
                return new SshConnection(host, folder, plan.Words, password, master: null);
            }

            password?.Dispose();
            return new SshConnection(host, folder, Through(host, login, folder), password: null, master);
        }
        catch (Exception e)
        {
            password?.Dispose();
            folder.Dispose();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested) throw SshFailure.TimedOut(host, login.Timeout);
            throw;
        }
    }

    /// <summary>
    /// Starts a command on the host. Its words reach the program exactly as given. When as many run as the server allows,
    /// waits for one to be disposed.
    /// </summary>
    public Task<HostProcess> StartAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        StartAsync(command, commands, cancellation);

    /// <summary>Starts a command that looks for a way to the engine. It has the turn of the stream that follows.</summary>
    public Task<HostProcess> StartProbeAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        StartAsync(command, streams, cancellation);

    /// <summary>Starts a command whose input and output are a stream to the engine.</summary>
    public async Task<Stream> OpenStreamAsync(IReadOnlyList<string> command, CancellationToken cancellation) =>
        new ProcessStream(await StartAsync(command, streams, cancellation).ConfigureAwait(false));

    /// <summary>Makes a socket of the host reachable on this machine and gives its local path.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Unsupported"/>: the client or the server does not forward sockets.</exception>
    public async Task<string> ForwardAsync(string remoteSocket, CancellationToken cancellation)
    {
        var local = Path.Combine(folder.Path, "s" + Interlocked.Increment(ref forwards));
        await using var process = HostProcess.Start([.. call, "-O", "forward", "-L", local + ":" + remoteSocket, "--", Host.HostName!]);
        process.Input.Close();
        if (await process.WaitAsync(cancellation).ConfigureAwait(false) == 0) return local;
        throw new DockerOpsException(
            FailureKind.Unsupported, $"The engine's socket cannot be forwarded from '{Host}': {await process.ErrorsAsync().ConfigureAwait(false)}", Host);
    }

    /// <summary>Logs out and removes every trace.</summary>
    public async ValueTask DisposeAsync()
    {
        closed = true;
        if (master is not null) await master.DisposeAsync().ConfigureAwait(false);
        password?.Dispose();
        folder.Dispose();
    }

    private async Task<HostProcess> StartAsync(IReadOnlyList<string> command, SemaphoreSlim turns, CancellationToken cancellation)
    {
        List<string> words = [.. call, "--", Host.HostName!, ShellWords.Join(command)];
        await turns.WaitAsync(cancellation).ConfigureAwait(false);
        if (closed)
        {
            turns.Release();
            throw SshFailure.Closed(Host);
        }

        return HostProcess.Start(words, password?.Environment, () => turns.Release());
    }

    private static string ControlSocket(PrivateFolder folder) => Path.Combine(folder.Path, "c");

    // ProxyCommand=false: should the shared connection be gone, ssh must fail instead of making another one
    // that knows nothing of the pinned key or the password.
    private static List<string> Through(DockerHost host, SshLogin login, PrivateFolder folder) =>
    [
        .. SshCommand.Base(host, login.Timeout), .. SshCommand.KeysOnly,
        "-o", "ControlMaster=no", "-S", ControlSocket(folder), "-o", "ProxyCommand=false",
    ];

    private static async Task<HostProcess> StartMasterAsync(
        DockerHost host, SshLogin login, SshLoginPlan plan, PrivateFolder folder, CancellationToken cancellation)
    {
        List<string> words = [.. plan.Words, "-o", "ClearAllForwardings=yes"];
        if (!OperatingSystem.IsWindows())
            words.AddRange(["-o", "ControlMaster=yes", "-o", "ControlPersist=no", "-S", ControlSocket(folder)]);
        words.AddRange(["--", host.HostName!, $"echo {Ready}; exec cat >/dev/null"]);

        var process = plan.Password?.Start(words) ?? HostProcess.Start(words);
        try
        {
            if (await SawReadyAsync(process, cancellation).ConfigureAwait(false)) return process;
            await process.WaitAsync(cancellation).ConfigureAwait(false);
            var errors = await process.ErrorsAsync().ConfigureAwait(false);
            if (SshFailure.IsChangedKey(errors)) throw SshFailure.ChangedKey(host, errors);
            if (SshFailure.IsUnknownKey(errors))
                throw SshFailure.UnknownKey(host, await SshHostKey.ScanAsync(host, folder, login.Timeout, cancellation).ConfigureAwait(false));
            throw SshFailure.Login(host, errors, plan.Password is not null);
        }
        catch
        {
            await process.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    // Login scripts may print before our command does, so the word is looked for, not expected first.
    private static async Task<bool> SawReadyAsync(HostProcess process, CancellationToken cancellation)
    {
        using var kill = cancellation.Register(process.Kill);
        using var reader = new StreamReader(process.Output, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            if (line.EndsWith(Ready, StringComparison.Ordinal)) return true;
        }

        cancellation.ThrowIfCancellationRequested();
        return false;
    }
}
