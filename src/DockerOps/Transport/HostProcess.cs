using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using DockerOps.Files;

namespace DockerOps.Transport;

/// <summary>
/// A child process with its three streams. It does not hear the terminal's Ctrl+C (only its owner ends it), its error
/// output is drained and its last part kept, and disposal ends it, children included.
/// </summary>
internal sealed class HostProcess : IAsyncDisposable, IDisposable
{
    private const int KeptErrorCharacters = 64 * 1024;

    // For the end of what may not be signalled and heeds neither its input nor its output.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // A terminal sends Ctrl+C to every process of its foreground group; an ignored signal stays ignored across exec
    // (signal(7)), so a shared connection outlives the pipeline that is being stopped. Without a terminal of its own
    // (setsid) a client older than OpenSSH 8.4 asks the askpass program too.
    private const string Detached = """
        trap '' INT QUIT; command -v setsid >/dev/null && exec setsid "$@"; exec "$@"
        """;

    private readonly Process process;
    private readonly Task<string> errors;
    private readonly StringBuilder kept = new();
    private LineFeed? errorLines;
    private bool drained;
    private readonly Action? ended;
    private int disposed;

    private HostProcess(Process process, Action? ended)
    {
        this.process = process;
        this.ended = ended;

        // Reading a pipe blocks its thread, for as long as the process lives: a thread of the pool would be missing there.
        errors = Task.Factory.StartNew(
            () => Drain(process.StandardError), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    public Stream Input => process.StandardInput.BaseStream;

    public Stream Output => process.StandardOutput.BaseStream;

    /// <summary>The id of the process, for messages and tests.</summary>
    public int Id => process.Id;

    public bool HasExited => process.HasExited;

    /// <summary>Starts a program found on the PATH. Where there is none, the exit code is 127, as in a shell.</summary>
    /// <param name="command">Program and arguments.</param>
    /// <param name="environment">Variables beside those of this process.</param>
    /// <param name="ended">Called once, when the process is disposed.</param>
    public static HostProcess Start(
        IReadOnlyList<string> command, IReadOnlyDictionary<string, string>? environment = null, Action? ended = null)
    {
        var info = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
            CreateNoWindow = true,
        };
        foreach (var word in OperatingSystem.IsWindows() ? command.Skip(1) : ["-c", Detached, "sh", .. command]) info.ArgumentList.Add(word);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) info.Environment[name] = value;

        try
        {
            info.FileName = OperatingSystem.IsWindows() ? LocalProgram.Find(command[0]) ?? throw new Win32Exception("it is not on the PATH.") : "/bin/sh";
            return new HostProcess(Process.Start(info)!, ended);
        }
        catch (Win32Exception e)
        {
            ended?.Invoke();
            throw new DockerOpsException(FailureKind.NotFound, $"The program '{command[0]}' cannot be started: {e.Message}", command[0], e);
        }
    }

    /// <summary>Waits for the end and gives the exit code.</summary>
    public async Task<int> WaitAsync(CancellationToken cancellation)
    {
        await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return process.ExitCode;
    }

    /// <summary>The last part of the error output. Complete only after the end.</summary>
    public Task<string> ErrorsAsync() => errors;

    /// <summary>Hands on each line of the error output as it comes, on another thread, from the first one on.</summary>
    public void FollowErrors(Action<string> line)
    {
        lock (kept)
        {
            errorLines = new LineFeed(line);
            errorLines.Add(kept.ToString());
            if (drained) errorLines.End();
        }
    }

    /// <summary>Ends the process and its children now. One that runs as another user (sudo) is not ours to end: its input closes.</summary>
    public void Kill()
    {
        try
        {
            // To find children, every process of the machine is looked at; most have ended by themselves.
            if (!process.HasExited) process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself meanwhile.
        }
        catch (Exception e) when (e is AggregateException or Win32Exception)
        {
            // It may not be signalled (kill(2), EPERM).
            Close(Input);
        }
    }

    /// <summary>Ends the process if it still runs and frees its streams. What cannot be ended is left to itself after a while.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!BeginDisposal()) return;
        using var patience = new CancellationTokenSource(Patience);
        await process.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        EndDisposal();
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        if (!BeginDisposal()) return;
        process.WaitForExit(Patience);
        EndDisposal();
    }

    private bool BeginDisposal()
    {
        if (Interlocked.Exchange(ref disposed, 1) == 1) return false;
        Kill();
        Close(Input);
        Close(Output);
        return true;
    }

    private void EndDisposal()
    {
        process.Dispose();
        ended?.Invoke();
    }

    private static void Close(Stream stream)
    {
        try
        {
            stream.Close();
        }
        catch (IOException)
        {
            // Nobody is at the other end any more.
        }
    }

    private string Drain(StreamReader reader)
    {
        var buffer = new char[4096];
        try
        {
            int count;
            while ((count = reader.Read(buffer)) > 0) Keep(buffer.AsSpan(0, count));
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The process was ended while it wrote; what was read so far is what there is.
        }

        lock (kept)
        {
            drained = true;
            errorLines?.End();
            return kept.ToString();
        }
    }

    private void Keep(ReadOnlySpan<char> text)
    {
        lock (kept)
        {
            kept.Append(text);
            if (kept.Length > 2 * KeptErrorCharacters) kept.Remove(0, kept.Length - KeptErrorCharacters);
            errorLines?.Add(text);
        }
    }
}
