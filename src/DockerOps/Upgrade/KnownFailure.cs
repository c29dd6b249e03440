using System.Text.RegularExpressions;

namespace DockerOps;

/// <summary>A reason why an engine does not start that is known, with what puts it right.</summary>
public sealed record KnownFailure
{
    /// <summary>Its name: <c>device-mapper-symbol</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>A regular expression (.NET, no case) that a line of the engine's full log matches.</summary>
    public required string Pattern { get; init; }

    /// <summary>The commands that put it right, each as program and arguments, run as root; none where a person has to decide.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Remedy
    {
        get;
        // Arrays: a shell indexes nothing else. What a file leaves out comes as null, whatever the type says.
        init => field = (value ?? []).Select(IReadOnlyList<string> (command) => (command ?? []).ToArray()).ToArray();
    } = [];

    /// <summary>What a person can do where no command is given.</summary>
    public string? Advice { get; init; }

    /// <summary>Where more is written about it.</summary>
    public string? Link { get; init; }

    /// <summary>The lines of the host's log that match; empty where none was looked at.</summary>
    public IReadOnlyList<string> Matched { get; init => field = (value ?? []).ToArray(); } = [];

    /// <summary>The host whose log it was; null where none was looked at.</summary>
    public DockerHost? DockerHost { get; init; }

    /// <summary>The lines that match.</summary>
    /// <param name="log">The engine's log, in full lines.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the pattern takes too long for a line.</exception>
    public IReadOnlyList<string> Find(IEnumerable<string> log)
    {
        // Log lines are hostile, and a pattern may be clumsy.
        var pattern = new Regex(Pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        try
        {
            return [.. log.Where(line => pattern.IsMatch(line))];
        }
        catch (RegexMatchTimeoutException e)
        {
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"The pattern of '{Id}' takes more than a second for one line of the log, so '{Id}' is passed over. Write it with fewer repetitions.", Id, e);
        }
    }

    /// <summary>The id.</summary>
    public override string ToString() => Id;
}
