using DockerOps.Files;
using Microsoft.Win32.SafeHandles;

namespace DockerOps.Images.Transfer;

/// <summary>The contents of files of this machine, one behind the other.</summary>
/// <param name="paths">The files; each is opened when the one before it has ended.</param>
internal sealed class StoredFiles(IEnumerator<string> paths) : ForwardStream
{
    private SafeFileHandle? file;
    private long offset;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (file is not null || paths.MoveNext())
        {
            file ??= Open(paths.Current);
            var count = RandomAccess.Read(file, buffer.Span, offset);
            offset += count;
            if (count > 0) return ValueTask.FromResult(count);
            file.Dispose();
            (file, offset) = (null, 0);
        }

        return ValueTask.FromResult(0);
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            file?.Dispose();
            paths.Dispose();
        }

        base.Dispose(disposing);
    }

    // Without a lock: the engine is not to be kept from anything.
    private static SafeFileHandle Open(string path)
    {
        try
        {
            return File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"A file of a layer cannot be read: {e.Message}", path, e);
        }
    }
}
