using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Images.Transfer;

/// <summary>Packs what is written to it by this machine's zstd(1). Disposal writes the rest; the target stays open.</summary>
internal sealed class ZstdStream : ForwardStream
{
    private readonly HostCommand command;
    private readonly Stream input;
    private readonly Task writing;
    private readonly CancellationToken cancellation;
    private bool closed;

    private ZstdStream(HostCommand command, Stream target, CancellationToken cancellation)
    {
        this.command = command;
        this.cancellation = cancellation;
        input = command.BulkInput;
        writing = Task.Run(() => BytePump.MoveAsync(command.BulkOutput, target, hash: null, new TransferMeter(), cancellation), CancellationToken.None);
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
        if (writing.IsFaulted) await writing.ConfigureAwait(false);
        await input.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the program; what it has not written yet is lost.</summary>
    public async ValueTask AbandonAsync()
    {
        if (closed) return;
        closed = true;
        command.Kill();
        await Task.WhenAny(writing).ConfigureAwait(false);
        await command.DisposeAsync().ConfigureAwait(false);
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
            await command.DisposeAsync().ConfigureAwait(false);
            await base.DisposeAsync().ConfigureAwait(false);
        }
    }
}
