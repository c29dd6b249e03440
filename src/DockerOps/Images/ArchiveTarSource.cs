using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>
/// The members of a tar. System.Formats.Tar is not used here because this reader must find damage: up to .NET 10 that
/// one does not compare header checksums, takes a header whose checksum is zero for the end of the archive
/// (dotnet/runtime#117455), and allocates as much as an extended header says it holds.
/// </summary>
internal sealed class ArchiveTarSource : ArchiveSource
{
    // Go's archive/tar stops at the same size (maxSpecialFileSize); real names are far shorter.
    private const int MaxExtendedHeader = 1024 * 1024;

    private const string Sparse = "GNU.sparse";

    private readonly FileStream _file;
    private readonly ArchiveReport _report;
    private readonly IncrementalHash? _fileHash;
    private readonly Stream _raw;
    private readonly ArchiveTarBytes _tar;
    private readonly byte[] _scratch = new byte[64 * 1024];
    private string? _current;
    private bool _ended;

    /// <summary>Takes over an open file that stands at its beginning.</summary>
    public ArchiveTarSource(FileStream file, bool isGzip, bool hashFile, ArchiveReport report)
    {
        (_file, _report, IsCompressed, Length) = (file, report, isGzip, file.Length);
        _fileHash = hashFile ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        _raw = hashFile ? new ArchiveSlice(file, Length, _fileHash) : file;
        _tar = new ArchiveTarBytes(isGzip ? new GZipStream(_raw, CompressionMode.Decompress, leaveOpen: true) : _raw);
    }

    public override long Length { get; }

    public override long Position => _raw.Position;

    public override bool IsCompressed { get; }

    public override async ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_ended) return null;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await PassDataAsync(cancellation).ConfigureAwait(false)
            && await NextHeaderAsync(cancellation).ConfigureAwait(false) is { } header)
        {
            if (header.Type is not ('x' or 'g' or 'L' or 'K')) return Member(header, names);
            if (header.Size > MaxExtendedHeader) return Broken("an extended header is larger than any real name");
            Data = new ArchiveSlice(_tar, header.Size);
            var data = new byte[header.Size];
            await Data.FillAsync(data, cancellation).ConfigureAwait(false);
            if (!Data.IsCut && !Keep(header.Type, data, names)) return Broken("an extended header cannot be read");
        }

        return null;
    }

    public override async ValueTask<bool> DrainAsync(CancellationToken cancellation)
    {
        if (await _tar.ReadAsync(_scratch, cancellation).ConfigureAwait(false) > 0) return true;
        if (_tar.IsDamaged) End("behind the last member");
        return await _raw.ReadAsync(_scratch, cancellation).ConfigureAwait(false) > 0;
    }

    public override string? FileSha256() =>
        _fileHash is null ? null : Convert.ToHexString(_fileHash.GetCurrentHash()).ToLowerInvariant();

    public override async ValueTask DisposeAsync()
    {
        await _tar.DisposeAsync().ConfigureAwait(false);
        await _file.DisposeAsync().ConfigureAwait(false);
        _fileHash?.Dispose();
    }

    private static bool Keep(char type, ReadOnlySpan<byte> data, Dictionary<string, string> names)
    {
        // Global records (git archive writes a comment there) name no member.
        if (type == 'g') return true;
        if (type != 'x')
        {
            names[type == 'L' ? "path" : "linkpath"] = TarHeader.Text(data);
            return true;
        }

        if (TarHeader.ParsePax(data) is not { } records) return false;
        foreach (var (key, value) in records)
        {
            // Only what is used is kept: one header may follow another without end.
            if (key is "path" or "linkpath" or "size") names[key] = value;
            else if (key.StartsWith("GNU.sparse.", StringComparison.Ordinal)) names[Sparse] = value;
        }

        return true;
    }

    private ArchiveMember? Member(TarHeader header, Dictionary<string, string> names)
    {
        var (name, size) = (names.GetValueOrDefault("path", header.Name), header.Size);
        _current = $"in '{ArchiveText.Shown(name)}'";
        if (header.Type == 'S' || names.ContainsKey(Sparse))
            return Broken($"{_current} data is stored sparse, which no engine does");
        var kind = header.Type switch
        {
            '0' or '7' => ArchiveMemberKind.File,
            '5' => ArchiveMemberKind.Folder,
            '2' => ArchiveMemberKind.SymbolicLink,
            '1' => ArchiveMemberKind.HardLink,
            _ => ArchiveMemberKind.Other,
        };
        // pax carries sizes of 8 GiB and more, which the header has no room for.
        if (kind == ArchiveMemberKind.File && names.TryGetValue("size", out var text)
            && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size))
            return Broken($"{_current} the size cannot be read");
        // A file that can be measured need not be read to see that it ends too early.
        if (_tar.CanSeek && size > _tar.Length - _tar.Position) return End(_current);
        Data = new ArchiveSlice(_tar, size);
        return new ArchiveMember(name, kind, size, names.GetValueOrDefault("linkpath", header.LinkTarget));
    }

    private async ValueTask<TarHeader?> NextHeaderAsync(CancellationToken cancellation)
    {
        var start = _tar.Position;
        var block = _scratch.AsMemory(0, TarHeader.BlockSize);
        var got = await _tar.FillAsync(block, cancellation).ConfigureAwait(false);
        if (got == block.Length && block.Span.ContainsAnyExcept((byte)0))
        {
            var header = TarHeader.Parse(block.Span);
            if (header is null && start > 0) Broken($"the header at byte {start} does not match its checksum");
            else if (header is null) NotATar("does not begin with a tar header");
            return header;
        }

        if (start == 0 && got < block.Length && !_tar.IsDamaged)
        {
            NotATar(got == 0 ? "is empty" : "is shorter than a tar header");
            return null;
        }

        // POSIX ends an archive with two zero blocks. Less than that is a file that was cut, even if no member is.
        if (got == block.Length) got = await _tar.FillAsync(block, cancellation).ConfigureAwait(false);
        if (got < block.Length) End("before its end mark");
        else if (block.Span.ContainsAnyExcept((byte)0)) Broken($"an empty block at byte {start} is followed by others");
        _ended = true;
        return null;
    }

    // Passes what is left of the current member, and the padding to the next block.
    private async ValueTask<bool> PassDataAsync(CancellationToken cancellation)
    {
        var left = Data.Remaining + ((TarHeader.BlockSize - (Data.Length % TarHeader.BlockSize)) % TarHeader.BlockSize);
        Data = Nothing;
        if (_tar.CanSeek && left >= TarHeader.BlockSize)
        {
            _tar.Position += left;
            return true;
        }

        while (left > 0)
        {
            var count = await _tar.ReadAsync(_scratch.AsMemory(0, (int)Math.Min(left, _scratch.Length)), cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                End(_current ?? "in its first header");
                return false;
            }

            left -= count;
        }

        return true;
    }

    private ArchiveMember? End(string? where)
    {
        _ended = true;
        if (_tar.IsDamaged) _report.Error(ArchiveFindingKind.DamagedFrame, null, $"the gzip stream is damaged or cut after {_tar.Position} unpacked bytes, {where}");
        else _report.Error(ArchiveFindingKind.Truncated, null, $"the tar ends too early, {where}");
        return null;
    }

    private ArchiveMember? Broken(string what)
    {
        _ended = true;
        _report.Error(ArchiveFindingKind.DamagedFrame, null, what);
        return null;
    }

    private void NotATar(string what)
    {
        _ended = true;
        _report.Error(ArchiveFindingKind.NotAnArchive, null, $"the file {what}");
    }
}
