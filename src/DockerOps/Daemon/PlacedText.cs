using System.Text;

namespace DockerOps.Daemon;

/// <summary>Text put together from pieces of files, in which every character knows where it stands.</summary>
internal sealed class PlacedText
{
    private readonly StringBuilder text = new();
    private readonly List<TextPlace> places = [];

    public int Length => text.Length;

    public char this[int index] => text[index];

    /// <summary>The piece of the file that it was read from, quotes included; null when it is made of several.</summary>
    public TextSpan? Whole { get; set; }

    public DaemonSource PlaceOf(int index) => places[index].Source;

    public TextPlace At(int index) => places[index];

    public void Add(char character, DaemonSource place) => Add(character, new TextPlace(place));

    public void Add(char character, TextPlace place)
    {
        text.Append(character);
        places.Add(place);
    }

    public void Add(PlacedText other)
    {
        text.Append(other.text);
        places.AddRange(other.places);
    }

    /// <summary>The words between white space, as an unquoted variable of a shell becomes them: quotes inside mean nothing.</summary>
    public IEnumerable<PlacedWord> Fields()
    {
        for (var at = 0; at < Length;)
        {
            if (char.IsWhiteSpace(this[at]))
            {
                at++;
                continue;
            }

            var start = at;
            while (at < Length && !char.IsWhiteSpace(this[at])) at++;
            var word = Part(start, at);
            yield return new(word.ToString(), places[start].Source) { Raw = word };
        }
    }

    /// <summary>A part of it.</summary>
    /// <param name="start">The first character.</param>
    /// <param name="end">The one after the last.</param>
    public PlacedText Part(int start, int end)
    {
        var part = new PlacedText();
        for (var at = start; at < end; at++) part.Add(text[at], places[at]);
        if (end > start && places[start].Start >= 0 && places[end - 1].End >= 0 && places[start].Source.Path == places[end - 1].Source.Path)
            part.Whole = new(places[start].Start, places[end - 1].End);
        return part;
    }

    public override string ToString() => text.ToString();
}
