using System.Globalization;

namespace DockerOps.Daemon;

/// <summary>Reads versions of engines: <c>1.4.1</c>, <c>17.05.0-ce</c>, <c>28.5.2+dfsg4</c>, and <c>28</c> for the newest 28.</summary>
public static class EngineRelease
{
    /// <summary>Reads a version.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: it is none.</exception>
    public static Version Parse(string text)
    {
        var bare = new string([.. text.Trim().TrimStart('v').TakeWhile(c => char.IsAsciiDigit(c) || c == '.')]);
        var numbers = new List<int>();
        foreach (var part in bare.Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) break;
            numbers.Add(number);
        }

        return numbers.Count switch
        {
            0 => throw new DockerOpsException(FailureKind.InvalidInput, $"'{text}' is no version of an engine; write it as 28, 20.10 or 28.5.2.", text),
            1 => new Version(numbers[0], int.MaxValue),
            _ => new Version(numbers[0], numbers[1]),
        };
    }
}
