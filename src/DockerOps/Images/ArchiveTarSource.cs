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

    // An exbibyte: no disk holds it, and sums of offsets stay within a long.
    private const long MaxMember = 1L << 60;
    private const string Sparse = "GNU.sparse";

    private readonly ArchiveFile file;
    private readonly ArchiveReport report;
    private readonly IncrementalHash? fileHash;
    private readonly Stream raw;
    private readonly ArchiveTarBytes tar;
    private readonly byte[] scratch = new byte[64 * 1024];
    private string? current;
    private bool ended;

    /// <summary>Takes over an open file that stands at its beginning.</summary>
    public ArchiveTarSource(ArchiveFile file, bool isGzip, bool hashFile, ArchiveReport report)
    {
        (this.file, this.report, IsCompressed, Length) = (file, report, isGzip, file.Length);
        fileHash = hashFile ? IncrementalHash.CreateHash(HashAlgorithmName.SHA256) : null;
        raw = hashFile ? new ArchiveSlice(file, Length, fileHash) : file;
        tar = new ArchiveTarBytes(isGzip ? new GZipStream(raw, CompressionMode.Decompress, leaveOpen: true) : raw);
    }

    public override long Length { get; }

    public override long Position => raw.Position;

    public override bool IsCompressed { get; }

    public override async ValueTask<ArchiveMember?> NextAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (ended) return null;
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        while (await PassDataAsync(cancellation).ConfigureAwait(false)
            && await NextHeaderAsync(cancellation).ConfigureAwait(false) is { } header)
        {
            if (header.Type is not ('x' or 'g' or 'L' or 'K')) return Member(header, names);
            if (header.Size > MaxExtendedHeader) return Broken("an extended header is larger than any real name");
            Data = new ArchiveSlice(tar, header.Size);
            var data = new byte[header.Size];
            await Data.FillAsync(data, cancellation).ConfigureAwait(false);
            if (!Data.IsCut && !Keep(header.Type, data, names)) return Broken("an extended header cannot be read");
        }

        return null;
    }

    public override async ValueTask<bool> DrainAsync(CancellationToken cancellation)
    {
        if (await tar.ReadAsync(scratch, cancellation).ConfigureAwait(false) > 0) return true;
        if (tar.IsDamaged) End("behind the last member");
        return await raw.ReadAsync(scratch, cancellation).ConfigureAwait(false) > 0;
    }

    public override string? FileSha256() =>
        fileHash is null ? null : Hex.Lower(fileHash.GetCurrentHash());

    public override async ValueTask DisposeAsync()
    {
        await tar.DisposeAsync().ConfigureAwait(false);
        await file.DisposeAsync().ConfigureAwait(false);
        fileHash?.Dispose();
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
        current = $"in '{ArchiveText.Shown(name)}'";
        if (header.Type == 'S' || names.ContainsKey(Sparse))
            return Broken($"{current} data is stored sparse, which no engine does");
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
            return Broken($"{current} the size cannot be read");
        if (size > MaxMember) return Broken($"{current} the size is {size} bytes");
        // A file that can be measured need not be read to see that it ends too early.
        if (tar.CanSeek && size > tar.Length - tar.Position) return End(current);
        Data = new ArchiveSlice(tar, size);
        return new ArchiveMember(name, kind, size, names.GetValueOrDefault("linkpath", header.LinkTarget));
    }

    private async ValueTask<TarHeader?> NextHeaderAsync(CancellationToken cancellation)
    {
        var start = tar.Position;
        var block = scratch.AsMemory(0, TarHeader.BlockSize);
        var got = await tar.FillAsync(block, cancellation).ConfigureAwait(false);
        if (got == block.Length && block.Span.ContainsAnyExcept((byte)0))
        {
            var header = TarHeader.Parse(block.Span);
            if (header is null && start > 0) Broken($"the header at byte {start} does not match its checksum");
            else if (header is null) NotATar("does not begin with a tar header");
            return header;
        }

        if (start == 0 && got < block.Length && !tar.IsDamaged)
        {
            NotATar(got == 0 ? "is empty" : "is shorter than a tar header");
            return null;
        }

        // POSIX ends an archive with two zero blocks. Less than that is a file that was cut, even if no member is.
        if (got == block.Length) got = await tar.FillAsync(block, cancellation).ConfigureAwait(false);
        if (got < block.Length) End("before its end mark");
        else if (block.Span.ContainsAnyExcept((byte)0)) Broken($"an empty block at byte {start} is followed by others");
        ended = true;
        return null;
    }

    // Passes what is left of the current member, and the padding to the next block.
    private async ValueTask<bool> PassDataAsync(CancellationToken cancellation)
    {
        var left = Data.Remaining + ((TarHeader.BlockSize - (Data.Length % TarHeader.BlockSize)) % TarHeader.BlockSize);
        Data = Nothing;
        if (tar.CanSeek && left >= TarHeader.BlockSize)
        {
            tar.Position += left;
            return true;
        }

        while (left > 0)
        {
            var count = await tar.ReadAsync(scratch.AsMemory(0, (int)Math.Min(left, scratch.Length)), cancellation).ConfigureAwait(false);
            if (count == 0)
            {
                End(current ?? "in its first header");
                return false;
            }

            left -= count;
        }

        return true;
    }

    private ArchiveMember? End(string? where)
    {
        ended = true;
        if (tar.IsDamaged) report.Error(ArchiveFindingKind.DamagedFrame, null, $"the gzip stream is damaged or cut after {tar.Position} unpacked bytes, {where}");
        else report.Error(ArchiveFindingKind.Truncated, null, $"the tar ends too early, {where}");
        return null;
    }

    private ArchiveMember? Broken(string what)
    {
        ended = true;
        report.Error(ArchiveFindingKind.DamagedFrame, null, what);
        return null;
    }

    private void NotATar(string what)
    {
        ended = true;
        report.Error(ArchiveFindingKind.NotAnArchive, null, $"the file {what}");
    }
}
