using System.Text;

namespace DockerOps.Daemon;

/// <summary>Text put together from pieces of files, in which every character knows the line it stands on.</summary>
internal sealed class PlacedText
{
    private readonly StringBuilder text = new();
    private readonly List<DaemonSource> places = [];

    public int Length => text.Length;

    public char this[int index] => text[index];

    public DaemonSource PlaceOf(int index) => places[index];

    public void Add(char character, DaemonSource place)
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
            yield return new(text.ToString(start, at - start), places[start]);
        }
    }

    public override string ToString() => text.ToString();
}
