using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>
/// The bytes of a tar as they come off the disk or out of gzip, counted. A damaged gzip stream ends like a short one,
/// and says so in <see cref="IsDamaged"/>.
/// </summary>
internal sealed class ArchiveTarBytes(Stream inner) : ForwardStream
{
    private long offset;

    public bool IsDamaged { get; private set; }

    public override bool CanSeek => inner.CanSeek;

    public override long Length => inner.Length;

    public override long Position
    {
        get => offset;
        set => offset = inner.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsDamaged) return 0;
        try
        {
            var count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            offset += count;
            return count;
        }
        catch (InvalidDataException)
        {
            IsDamaged = true;
            return 0;
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await inner.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
