using System.Buffers;
using System.Globalization;
using System.Text;

namespace DockerOps.Containers;

/// <summary>
/// Puts the lines of one stream of a log together. The engine keeps a long line as entries of 16 KiB and puts the time
/// before each; only the last of them ends with a line feed (moby, <c>daemon/logger/copier.go</c>).
/// </summary>
/// <param name="host">The host, for messages.</param>
internal sealed class LogText(DockerHost host)
{
    private const int EntryLength = 16 * 1024;
    private const int LongestLine = 16 * 1024 * 1024;
    private static readonly int ClockLength = "2006-01-02T15:04:05.000000000".Length;
    private readonly ArrayBufferWriter<byte> line = new();

    /// <summary>Takes bytes as they come and gives the lines they complete.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.EngineError"/>: a line without a time, or one of more than 16 MiB.</exception>
    public IEnumerable<(DateTimeOffset Timestamp, string Text)> Add(ReadOnlyMemory<byte> bytes)
    {
        while (bytes.Span.IndexOf((byte)'\n') is >= 0 and var end)
        {
            line.Write(bytes.Span[..end]);
            bytes = bytes[(end + 1)..];
            yield return Take();
        }

        line.Write(bytes.Span);
        if (line.WrittenCount > LongestLine)
            throw new DockerOpsException(FailureKind.EngineError, $"'{host}' sent a log line of more than {LongestLine >> 20} MiB.", host);
    }

    /// <summary>The line that the log ended in, if it has no end of its own.</summary>
    public (DateTimeOffset Timestamp, string Text)? Rest() => line.WrittenCount > 0 ? Take() : null;

    private (DateTimeOffset Timestamp, string Text) Take()
    {
        var entry = line.WrittenSpan;
        if (!TryTime(entry, out var first, out var length))
            throw new DockerOpsException(FailureKind.EngineError, $"'{host}' sent a log line without its time: {Start(entry)}", host);

        var text = new ArrayBufferWriter<byte>(entry.Length);
        entry = entry[length..];
        while (entry.Length > EntryLength && TryTime(entry[EntryLength..], out _, out length))
        {
            text.Write(entry[..EntryLength]);
            entry = entry[(EntryLength + length)..];
        }

        text.Write(entry);
        line.ResetWrittenCount();
        var end = text.WrittenSpan.EndsWith("\r"u8) ? 1 : 0;
        return (first, Encoding.UTF8.GetString(text.WrittenSpan[..^end]));
    }

    // The time, and how many bytes it takes with the space behind it. The driver "local" of engines up to 24 writes it by the clock of
    // its host, +01:00 in place of Z (moby#46910).
    private static bool TryTime(ReadOnlySpan<byte> bytes, out DateTimeOffset time, out int length)
    {
        (time, length) = (default, 0);
        if (bytes.Length <= ClockLength) return false;
        var end = ClockLength + (bytes[ClockLength] == 'Z' ? 1 : "+01:00".Length);
        if (bytes.Length <= end || bytes[end] != ' ') return false;
        length = end + 1;
        // Nanoseconds; the runtime has room for seven digits of the nine.
        return DateTimeOffset.TryParseExact(
            Encoding.ASCII.GetString(bytes[..(ClockLength - 2)]) + Encoding.ASCII.GetString(bytes[ClockLength..end]), "yyyy-MM-dd'T'HH:mm:ss.fffffffK",
            CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    private static string Start(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 80)]);
}
