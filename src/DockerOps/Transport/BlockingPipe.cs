using System.IO.Pipes;
using System.Runtime.InteropServices;

namespace DockerOps.Transport;

/// <summary>
/// The input or output of a child process, moved by the thread that calls. A pipe gives and takes small pieces, and to hand
/// each of them to another thread costs three times the moving itself. Ending the process ends the wait.
/// </summary>
internal sealed class BlockingPipe : Stream
{
    // F_SETPIPE_SZ (fcntl(2), linux/fcntl.h), and the most that /proc/sys/fs/pipe-max-size lets anyone ask for at first. In the usual
    // 64 KiB both ends wait for each other: 1 GB out of ssh, hashed and written, takes a fifth longer. The way in gains nothing.
    private const int SetSize = 1031;
    private const int Size = 1 << 20;

    private readonly Stream pipe;

    public BlockingPipe(Stream pipe)
    {
        this.pipe = pipe;
        // Where it is not granted the pipe stays as it is.
        if (OperatingSystem.IsLinux() && pipe is PipeStream { CanRead: true } stream) _ = Control(stream.SafePipeHandle, SetSize, Size);
    }

    public override bool CanRead => pipe.CanRead;

    public override bool CanWrite => pipe.CanWrite;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult(pipe.Read(buffer.Span));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        pipe.Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override int Read(byte[] buffer, int offset, int count) => pipe.Read(buffer, offset, count);

    public override void Write(byte[] buffer, int offset, int count) => pipe.Write(buffer, offset, count);

    public override void Flush() => pipe.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [DllImport("libc", EntryPoint = "fcntl")]
    private static extern int Control(SafeHandle file, int command, int argument);
}
