using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>A command that runs on a host, with the streams its owner moves himself. Disposal ends it if it still runs.</summary>
internal sealed class HostCommand : IAsyncDisposable
{
    private readonly HostShell shell;
    private readonly HostProcess process;
    private readonly IReadOnlyList<string> command;

    private HostCommand(HostShell shell, HostProcess process, IReadOnlyList<string> command)
    {
        this.shell = shell;
        this.process = process;
        this.command = command;
    }

    /// <summary>What it reads. Closed, it sees the end of its input.</summary>
    public Stream Input => process.Input;

    /// <summary>What it prints.</summary>
    public Stream Output => process.Output;

    /// <summary>What it reads, for much: moved by the thread that calls.</summary>
    public Stream BulkInput => new BlockingPipe(process.Input);

    /// <summary>What it prints, for much: moved by the thread that calls.</summary>
    public Stream BulkOutput => new BlockingPipe(process.Output);

    /// <summary>The last part of its error output. Complete only after its end.</summary>
    public Task<string> ErrorsAsync() => process.ErrorsAsync();

    /// <summary>Starts a command. It speaks English, so that its failures are understood.</summary>
    public static async Task<HostCommand> StartAsync(HostShell shell, IReadOnlyList<string> command, CancellationToken cancellation) =>
        new(shell, await shell.StartAsync(shell.InEnglish(command), cancellation).ConfigureAwait(false), command);

    /// <summary>Ends it now.</summary>
    public void Kill() => process.Kill();

    /// <summary>Waits for its end and throws unless it succeeded.</summary>
    public Task CompleteAsync(CancellationToken cancellation) => shell.CompleteAsync(process, command, cancellation);

    /// <summary>Waits for its end and gives its exit code.</summary>
    public Task<int> EndAsync(CancellationToken cancellation) => shell.EndAsync(process, cancellation);

    /// <summary>Closes its input and lets it come to its end by itself, however long that takes.</summary>
    /// <returns>Its end.</returns>
    public Task LetGo()
    {
        CloseInput();
        return process.WaitAsync(CancellationToken.None).ContinueWith(_ => process.Dispose(), TaskScheduler.Default);
    }

    /// <summary>Closes its input, which it may have closed itself.</summary>
    public void CloseInput()
    {
        try
        {
            Input.Close();
        }
        catch (IOException)
        {
            // It has closed the other end already.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => process.DisposeAsync();
}
