using System.Buffers;

namespace DockerOps.Transport;

/// <summary>
/// Quotes words for a POSIX <c>sh</c>. sshd(8) hands one string to the user's shell, so an argument list has to become
/// one; this is the only place where that happens.
/// </summary>
internal static class ShellWords
{
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-./:,@%+");

    public static string Join(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    public static string Quote(string word)
    {
        if (word.Contains('\0', StringComparison.Ordinal))
            throw new DockerOpsException(FailureKind.InvalidInput, "An argument of a command cannot hold a NUL character.", word.Replace("\0", "\\0", StringComparison.Ordinal));
        if (word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain)) return word;
        return "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'";
    }
}
