namespace DockerOps.Daemon;

/// <summary>Shows how two texts differ, line by line, with three lines around each difference, as <c>diff -u</c> does.</summary>
internal static class TextDiff
{
    private const int Around = 3;

    public static IReadOnlyList<string> Lines(string before, string after)
    {
        var (a, b) = (Split(before), Split(after));
        var start = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = a.Skip(start).Reverse().Zip(b.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        List<string> all = [.. a[..start].Select(Same), .. Compare(a[start..^end], b[start..^end]), .. a[^end..].Select(Same)];
        var shown = new bool[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            if (all[i][0] == ' ') continue;
            for (var near = Math.Max(0, i - Around); near <= Math.Min(all.Count - 1, i + Around); near++) shown[near] = true;
        }

        var lines = new List<string>();
        for (var i = 0; i < all.Count; i++)
        {
            if (shown[i]) lines.Add(all[i]);
            else if (lines.Count > 0 && lines[^1] != "…" && shown.Skip(i).Any(s => s)) lines.Add("…");
        }

        return lines;
    }

    // What differs is short, so the table of the longest common lines is small.
    private static List<string> Compare(string[] a, string[] b)
    {
        var same = new int[a.Length + 1, b.Length + 1];
        for (var i = a.Length - 1; i >= 0; i--)
            for (var j = b.Length - 1; j >= 0; j--)
                same[i, j] = a[i] == b[j] ? same[i + 1, j + 1] + 1 : Math.Max(same[i + 1, j], same[i, j + 1]);
        var lines = new List<string>();
        var (x, y) = (0, 0);
        while (x < a.Length || y < b.Length)
        {
            if (x < a.Length && y < b.Length && a[x] == b[y])
            {
                lines.Add(" " + a[x++]);
                y++;
            }
            else if (x < a.Length && (y == b.Length || same[x + 1, y] >= same[x, y + 1])) lines.Add("-" + a[x++]);
            else lines.Add("+" + b[y++]);
        }

        return lines;
    }

    private static string Same(string line) => " " + line;

    private static string[] Split(string text) => text.Length == 0 ? [] : text.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
}
