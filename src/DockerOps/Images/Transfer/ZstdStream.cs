using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>
/// Packs what is written to it by this machine's zstd(1). Disposal writes the rest; the target stays open. A write waits for the
/// program, and the program for the target: when the target fails, or all is cancelled, the program is ended, so that none waits on.
/// </summary>
internal sealed class ZstdStream : ForwardStream
{
    private readonly HostCommand command;
    private readonly Stream input;
    private readonly Task writing;
    private readonly CancellationToken cancellation;
    private readonly CancellationTokenRegistration kill;
    private bool closed;

    private ZstdStream(HostCommand command, Stream target, CancellationToken cancellation)
    {
        this.command = command;
        this.cancellation = cancellation;
        input = command.BulkInput;
        kill = cancellation.Register(command.Kill);
        writing = Task.Run(() => MoveAsync(target), CancellationToken.None);
    }

    public override bool CanWrite => true;

    /// <summary>Whether this machine has the program.</summary>
    public static async Task<bool> IsHereAsync(CancellationToken cancellation)
    {
        if (OperatingSystem.IsWindows()) return false;
        return (await HostShell.Here.RunAsync(["sh", "-c", "command -v zstd"], cancellation).ConfigureAwait(false)).Success;
    }

    public static async Task<ZstdStream> OpenAsync(Stream target, CancellationToken cancellation) =>
        new(await HostCommand.StartAsync(HostShell.Here, ["zstd", "-1", "-q", "-c"], cancellation).ConfigureAwait(false), target, cancellation);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            await input.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The program has ended; the target tells why, if it was the reason.
            await writing.ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            throw;
        }
    }

    /// <summary>Ends the program; what it has not written yet is lost.</summary>
    public async ValueTask AbandonAsync()
    {
        if (closed) return;
        closed = true;
        command.Kill();
        await Task.WhenAny(writing).ConfigureAwait(false);
        await EndAsync().ConfigureAwait(false);
    }

    public override async ValueTask DisposeAsync()
    {
        if (closed) return;
        closed = true;
        try
        {
            command.Input.Close();
            await writing.ConfigureAwait(false);
            await command.CompleteAsync(cancellation).ConfigureAwait(false);
        }
        finally
        {
            await EndAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task MoveAsync(Stream target)
    {
        try
        {
            await BytePump.MoveAsync(command.BulkOutput, target, hash: null, new TransferMeter(), cancellation).ConfigureAwait(false);
        }
        catch
        {
            command.Kill();
            throw;
        }
    }

    private async Task EndAsync()
    {
        await kill.DisposeAsync().ConfigureAwait(false);
        await command.DisposeAsync().ConfigureAwait(false);
    }
}
