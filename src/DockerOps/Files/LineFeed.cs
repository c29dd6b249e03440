using System.Text;

namespace DockerOps.Files;

/// <summary>Puts the lines of a text together that comes in parts.</summary>
/// <param name="line">Gets each line.</param>
internal sealed class LineFeed(Action<string> line)
{
    private readonly StringBuilder rest = new();
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>Takes bytes of UTF-8, be a character cut in two.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        var text = new char[decoder.GetCharCount(bytes, flush: false)];
        Add(text.AsSpan(0, decoder.GetChars(bytes, text, flush: false)));
    }

    /// <summary>Takes characters.</summary>
    public void Add(ReadOnlySpan<char> text)
    {
        while (text.IndexOf('\n') is >= 0 and var end)
        {
            rest.Append(text[..end]);
            End();
            text = text[(end + 1)..];
        }

        rest.Append(text);
    }

    /// <summary>Ends the line that has none of its own.</summary>
    public void End()
    {
        var text = rest.ToString();
        rest.Clear();
        if (text.Length > 0) line(text.TrimEnd('\r'));
    }
}
