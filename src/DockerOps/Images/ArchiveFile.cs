using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>An open file whose every failure is one of the closed list.</summary>
internal sealed class ArchiveFile(string path) : ForwardStream
{
    private readonly FileStream file = LocalFile.OpenRead(path);

    public override bool CanSeek => file.CanSeek;

    public override long Length => file.Length;

    public override long Position
    {
        get => file.Position;
        set => file.Position = value;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException failure)
        {
            throw LocalFile.Explain(failure, path);
        }
    }

    public override async ValueTask DisposeAsync()
    {
        await file.DisposeAsync().ConfigureAwait(false);
        await base.DisposeAsync().ConfigureAwait(false);
    }
}
