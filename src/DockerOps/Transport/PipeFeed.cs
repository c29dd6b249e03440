using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DockerOps.Transport;

/// <summary>
/// Feeds a file to the input of a child process by splice(2): the pages of the file's cache become those of the pipe, and
/// nothing is copied. The one thread hashes while the pipe is full, where it would only wait.
/// </summary>
internal sealed class PipeFeed
{
    // splice(2), errno(3): Linux on all processors that .NET runs on.
    private const uint NonBlocking = 2;
    private const int Interrupted = 4;
    private const int WouldBlock = 11;
    private const int InvalidArgument = 22;
    private const int NotImplemented = 38;
    private const int LongestPiece = 1 << 20;
    private const int LongestNap = 16;

    private readonly FileStream file;
    private readonly PipeStream pipe;
    private readonly IncrementalHash hash;
    private readonly TransferMeter meter;
    private readonly uint flags;
    private readonly byte[] buffer = new byte[256 * 1024];
    private long sent;
    private long hashed;

    private PipeFeed(FileStream file, PipeStream pipe, IncrementalHash hash, TransferMeter meter)
    {
        this.file = file;
        this.pipe = pipe;
        this.hash = hash;
        this.meter = meter;
        flags = PipeSize.TryEnlarge(pipe) ? NonBlocking : 0;
        sent = hashed = file.Position;
    }

    /// <summary>Moves a file, from where it stands to its end.</summary>
    /// <param name="file">Stays where it stands.</param>
    /// <param name="pipe">The input of a child process; it is not closed.</param>
    /// <param name="hash">Fed with every byte.</param>
    /// <param name="meter">Counts what the pipe took.</param>
    /// <param name="cancellation">Ends the transfer.</param>
    /// <returns>False, with nothing moved, where the system or the file's file system knows no splice.</returns>
    /// <exception cref="IOException">The child reads no more, or the file cannot be read.</exception>
    public static Task<bool> TryMoveAsync(FileStream file, Stream pipe, IncrementalHash hash, TransferMeter meter, CancellationToken cancellation) =>
        OperatingSystem.IsLinux() && pipe is PipeStream to
            ? Task.Factory.StartNew(
                () => new PipeFeed(file, to, hash, meter).TryMove(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            : Task.FromResult(false);

    private bool TryMove(CancellationToken cancellation)
    {
        var start = sent;
        var nap = 1;
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Splice(file.SafeFileHandle, ref sent, pipe.SafePipeHandle, 0, LongestPiece, flags);
            var error = count < 0 ? Marshal.GetLastPInvokeError() : 0;
            if (error is InvalidArgument or NotImplemented && sent == start) return false;
            if (error is not (0 or WouldBlock or Interrupted)) throw new IOException(Marshal.GetPInvokeErrorMessage(error), error);
            if (count == 0) break;
            if (count > 0)
            {
                meter.Add(count);
                nap = 1;
            }

            if (hashed < sent)
            {
                HashNext();
            }
            else
            {
                // To be woken as soon as there is place would be to be woken for every packet of ssh's.
                Thread.Sleep(nap);
                nap = Math.Min(2 * nap, LongestNap);
            }
        }

        while (hashed < sent) HashNext();
        return true;
    }

    private void HashNext()
    {
        var wanted = (int)Math.Min(buffer.Length, sent - hashed);
        var count = RandomAccess.Read(file.SafeFileHandle, buffer.AsSpan(0, wanted), hashed);
        if (count == 0) throw new EndOfStreamException($"'{file.Name}' became shorter while it was read.");
        hash.AppendData(buffer, 0, count);
        hashed += count;
    }

    // The offset of the pipe is null: a pipe has none.
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "splice", SetLastError = true)]
    private static extern nint Splice(SafeHandle from, ref long fromOffset, SafeHandle to, nint toOffset, nint length, uint flags);
}
