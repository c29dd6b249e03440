using System.Buffers;

namespace DockerOps;

/// <summary>A whole command line that was given as one word, and so as the name of a program.</summary>
public static class OneWord
{
    // They mean something to a shell only.
    private static readonly SearchValues<char> OfShells = SearchValues.Create("'\"\\|&;<>()$`*?~{}");

    /// <summary>Tells how to separate the words.</summary>
    /// <param name="program">The program that was not there.</param>
    /// <returns>A sentence; null where the name has but one word.</returns>
    public static string? Advice(string program)
    {
        var words = program.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length < 2) return null;
        var meant = program.AsSpan().ContainsAny(OfShells)
            ? $"sh, -c, '{program.Replace("'", "''", StringComparison.Ordinal)}'"
            : string.Join(", ", words);
        return $"'{program}' was taken as one word, a program of that name. Separate the words of a command: {meant}";
    }
}
