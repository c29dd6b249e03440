namespace DockerOps.Files;

/// <summary>
/// A file as it was long when it was opened: a tar names the length before the bytes, so what is appended meanwhile is
/// not sent, and a file that became shorter is a failure. The seekable look keeps the tar writer from buffering it.
/// </summary>
internal sealed class SentFile(FileStream file, TransferMeter meter) : ForwardStream
{
    private long done;

    public override bool CanSeek => true;

    public override long Length { get; } = file.Length;

    public override long Position
    {
        get => done;
        set => throw new NotSupportedException();
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var wanted = (int)Math.Min(buffer.Length, Length - done);
        if (wanted == 0) return 0;
        int count;
        try
        {
            count = await file.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw LocalFile.Explain(e, file.Name);
        }

        if (count == 0) throw new DockerOpsException(FailureKind.Corrupt, $"'{file.Name}' became shorter while it was copied.", file.Name);
        done += count;
        meter.Add(count);
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) file.Dispose();
        base.Dispose(disposing);
    }
}
