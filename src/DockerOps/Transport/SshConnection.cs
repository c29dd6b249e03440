using System.Text;

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
    private readonly PrivateFolder folder;
    private readonly List<string> call;
    private readonly SshPassword? password;
    private readonly HostProcess? master;
    private int forwards;

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

    public bool IsAlive => master is not { HasExited: true };

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
            var call = OperatingSystem.IsWindows() ? plan.Words : Through(host, login, folder);
            return new SshConnection(host, folder, call, OperatingSystem.IsWindows() ? password : null, OperatingSystem.IsWindows() ? null : master);
        }
        catch (Exception e)
        {
            folder.Dispose();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested) throw SshFailure.TimedOut(host, login.Timeout);
            throw;
        }
        finally
        {
            if (!OperatingSystem.IsWindows()) password?.Dispose();
        }
    }

    /// <summary>Starts a command on the host. Its words reach the program exactly as given.</summary>
    public HostProcess Start(IReadOnlyList<string> command) =>
        HostProcess.Start([.. call, "--", Host.HostName!, ShellWords.Join(command)], password?.Environment);

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
        if (master is not null) await master.DisposeAsync().ConfigureAwait(false);
        password?.Dispose();
        folder.Dispose();
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

        var process = HostProcess.Start(words, plan.Password?.Environment);
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
