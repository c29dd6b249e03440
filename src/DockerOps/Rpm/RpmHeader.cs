using System.Buffers.Binary;
using System.Text;

namespace DockerOps.Rpm;

/// <summary>
/// One header structure of a package file: an index of entries, and the store that their values lie in. Every offset and
/// count is checked against the store before it is used. Source: rpm's file format reference, “Header Structure”.
/// </summary>
internal sealed class RpmHeader
{
    /// <summary>What is in front of the index: magic, version, reserved bytes, and the two lengths.</summary>
    public const int IntroLength = 16;

    private const int EntryLength = 16;
    private const int Int32Type = 4;
    private const int Int64Type = 5;
    private const int StringType = 6;
    private const int BinaryType = 7;
    private const int StringArrayType = 8;
    private const int TranslatedType = 9;

    // As rpm itself has them (lib/header.c: a header of at most 64 Ki entries and 256 MiB).
    private const uint MostEntries = 0xFFFF;
    private const uint LargestStore = 0x0FFFFFFF;
    private static readonly byte[] Magic = [0x8E, 0xAD, 0xE8, 0x01];

    private readonly byte[] store;
    private readonly Dictionary<int, Entry> entries = [];

    private RpmHeader(byte[] index, byte[] store)
    {
        this.store = store;
        for (var at = 0; at < index.Length; at += EntryLength)
        {
            var entry = new Entry(Number(index, at + 4), Number(index, at + 8), Number(index, at + 12));
            if (entry.Offset > store.Length || entry.Count == 0) throw new InvalidDataException("an entry lies outside of its header");
            entries.TryAdd((int)Number(index, at), entry);
        }
    }

    /// <summary>The lengths of index and store that the first 16 bytes of a header give.</summary>
    /// <exception cref="InvalidDataException">They are no header's, or more than rpm takes.</exception>
    public static (int Index, int Store) Lengths(ReadOnlySpan<byte> intro)
    {
        if (!intro[..4].SequenceEqual(Magic)) throw new InvalidDataException("a header does not begin as one");
        var (count, length) = (BinaryPrimitives.ReadUInt32BigEndian(intro[8..]), BinaryPrimitives.ReadUInt32BigEndian(intro[12..]));
        return count is > 0 and <= MostEntries && length is > 0 and <= LargestStore
            ? ((int)count * EntryLength, (int)length)
            : throw new InvalidDataException($"a header of {count} entries and {length} bytes is none that rpm takes");
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">An entry lies outside of it.</exception>
    public static RpmHeader Read(byte[] index, byte[] store) => new(index, store);

    public bool Has(int tag) => entries.ContainsKey(tag);

    /// <summary>A text, or the first of several; null when there is none.</summary>
    public string? Text(int tag) => Find(tag, StringType, StringArrayType, TranslatedType) is { } entry ? TextAt(entry.Offset) : null;

    /// <summary>The first number; null when there is none.</summary>
    public long? Number(int tag) => Find(tag, Int32Type, Int64Type) switch
    {
        { Type: Int32Type } entry => Number(Slice(entry.Offset, 4), 0),
        { } entry => (long)BinaryPrimitives.ReadUInt64BigEndian(Slice(entry.Offset, 8)) is var number and >= 0
            ? number
            : throw new InvalidDataException("a number is too large"),
        null => null,
    };

    /// <summary>A row of bytes; null when there is none.</summary>
    public byte[]? Bytes(int tag) => Find(tag, BinaryType) is { } entry ? Slice(entry.Offset, entry.Count).ToArray() : null;

    private static uint Number(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[at..]);

    private Entry? Find(int tag, params ReadOnlySpan<uint> types) =>
        !entries.TryGetValue(tag, out var entry) ? null
        : types.Contains(entry.Type) ? entry
        : throw new InvalidDataException($"entry {tag} is of another type than it should be");

    private ReadOnlySpan<byte> Slice(uint offset, uint length) =>
        (ulong)offset + length <= (ulong)store.Length ? store.AsSpan((int)offset, (int)length) : throw new InvalidDataException("a value goes on behind its header");

    private string TextAt(uint offset)
    {
        var rest = store.AsSpan((int)offset);
        var end = rest.IndexOf((byte)0);
        return end >= 0 ? Encoding.UTF8.GetString(rest[..end]) : throw new InvalidDataException("a text has no end");
    }

    private sealed record Entry(uint Type, uint Offset, uint Count);
}
