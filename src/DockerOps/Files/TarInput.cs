using System.Globalization;

namespace DockerOps.Files;

/// <summary>
/// Reads a tar forward, member by member, and tells a whole one from a cut or damaged one. Every failure is a
/// <see cref="DockerOpsException"/> of kind Corrupt.
/// </summary>
/// <param name="source">The bytes of the tar; read to their end, not closed.</param>
/// <param name="name">What the tar is, for messages: <c>The archive of '/etc'</c>.</param>
/// <param name="takesSparse">Whether members may have holes, in the form that GNU tar writes with pax headers; their data is handed on as it is stored.</param>
internal sealed class TarInput(Stream source, string name, bool takesSparse = false)
{
    // Go's archive/tar stops at the same size (maxSpecialFileSize); real names are far shorter.
    private const int LongestExtendedHeader = 1024 * 1024;
    private readonly byte[] buffer = new byte[256 * 1024];
    private long data;
    private long padding;

    /// <summary>The next member, with its full name and size; null after the end mark.</summary>
    public async ValueTask<TarHeader?> NextAsync(CancellationToken cancellation)
    {
        var extended = new Dictionary<string, string>(StringComparer.Ordinal);
        while (true)
        {
            await CopyDataAsync(Stream.Null, null, cancellation).ConfigureAwait(false);
            if (await BlockAsync(cancellation).ConfigureAwait(false) is not { } header) return null;
            if (header.Type is not ('x' or 'g' or 'L' or 'K')) return Begin(header, extended);
            if (header.Size > LongestExtendedHeader) throw Corrupt("has a header longer than any name");
            Begin(header, []);
            using var content = new MemoryStream();
            await CopyDataAsync(content, null, cancellation).ConfigureAwait(false);
            Keep(header.Type, content.GetBuffer().AsSpan(0, (int)content.Length), extended);
        }
    }

    /// <summary>Copies the data of the current member that is not read yet.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="meter">Counts the bytes, or null.</param>
    /// <param name="cancellation">Ends the copy.</param>
    public async ValueTask CopyDataAsync(Stream target, TransferMeter? meter, CancellationToken cancellation)
    {
        if (target == Stream.Null && source.CanSeek && data > buffer.Length)
        {
            // A file that ends before its data shows at the next header.
            source.Seek(data, SeekOrigin.Current);
            meter?.Add(data);
            data = 0;
        }

        while (data > 0)
        {
            var wanted = (int)Math.Min(data, buffer.Length);
            var count = await source.ReadAtLeastAsync(buffer.AsMemory(0, wanted), wanted, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
            if (count < wanted) throw Cut();
            await target.WriteAsync(buffer.AsMemory(0, count), cancellation).ConfigureAwait(false);
            data -= count;
            meter?.Add(count);
        }

        if (await source.ReadAtLeastAsync(buffer.AsMemory(0, (int)padding), (int)padding, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < padding)
            throw Cut();
        padding = 0;
    }

    /// <summary>The data of the current member that is not read yet, as a stream.</summary>
    public Stream OpenData() => new MemberData(this);

    private TarHeader Begin(TarHeader header, Dictionary<string, string> extended)
    {
        var sparse = extended.Keys.Any(key => key.StartsWith("GNU.sparse.", StringComparison.Ordinal));
        if (header.Type == 'S' || (sparse && !takesSparse)) throw Corrupt("holds sparse data, which no engine sends");
        // GNU tar manual, "Storing Sparse Files", PAX Format, Version 1.0: the only one with a name of its own.
        if (sparse && !(extended.GetValueOrDefault("GNU.sparse.major") == "1" && extended.GetValueOrDefault("GNU.sparse.minor") == "0"))
            throw Corrupt("holds sparse data in a form that is not known");
        header = header with
        {
            Name = extended.GetValueOrDefault("path", header.Name),
            LinkTarget = extended.GetValueOrDefault("linkpath", header.LinkTarget),
            Records = extended,
        };
        // pax carries sizes of 8 GiB and more, which the header has no room for.
        if (header.Type is '0' or '7' && extended.TryGetValue("size", out var text))
            header = header with { Size = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var size) ? size : throw Corrupt("has a size that is no number") };
        data = header.Size;
        padding = (TarHeader.BlockSize - (data % TarHeader.BlockSize)) % TarHeader.BlockSize;
        return header;
    }

    private void Keep(char type, ReadOnlySpan<byte> content, Dictionary<string, string> extended)
    {
        if (type is 'L' or 'K') extended[type == 'L' ? "path" : "linkpath"] = TarHeader.Text(content);
        // GNU tar heeds a header for all that follows; nobody writes one here but git, with a comment.
        if (type == 'g' && takesSparse) throw Corrupt("has a header for all its members");
        if (type != 'x') return;
        foreach (var (key, value) in TarHeader.ParsePax(content) ?? throw Corrupt("has a header that cannot be read")) extended[key] = value;
    }

    // POSIX ends a tar with two empty blocks; what follows them is filling.
    private async ValueTask<TarHeader?> BlockAsync(CancellationToken cancellation)
    {
        if (await FillAsync().ConfigureAwait(false)) return TarHeader.Parse(buffer.AsSpan(0, TarHeader.BlockSize)) ?? throw Corrupt("has a damaged header");
        if (await FillAsync().ConfigureAwait(false)) throw Corrupt("goes on behind its end mark");
        while (await source.ReadAsync(buffer, cancellation).ConfigureAwait(false) > 0)
        {
        }

        return null;

        async ValueTask<bool> FillAsync()
        {
            var block = buffer.AsMemory(0, TarHeader.BlockSize);
            if (await source.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false) < block.Length) throw Cut();
            return block.Span.ContainsAnyExcept((byte)0);
        }
    }

    private async ValueTask<int> ReadDataAsync(Memory<byte> target, CancellationToken cancellation)
    {
        if (data == 0 || target.Length == 0) return 0;
        var count = await source.ReadAsync(target.Length > data ? target[..(int)data] : target, cancellation).ConfigureAwait(false);
        if (count == 0) throw Cut();
        data -= count;
        return count;
    }

    private DockerOpsException Cut() => Corrupt("ends too early");

    private DockerOpsException Corrupt(string what) => new(FailureKind.Corrupt, $"{name} {what}.");

    private sealed class MemberData(TarInput tar) : ForwardStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            tar.ReadDataAsync(buffer, cancellationToken);
    }
}
