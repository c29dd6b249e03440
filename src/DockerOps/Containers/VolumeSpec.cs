using System.Text.RegularExpressions;

namespace DockerOps.Containers;

/// <summary>
/// What to mount in a new container, as it is written for <c>docker run --volume</c>: <c>/on/host:/inside[:ro]</c>,
/// <c>name:/inside[:ro]</c>, or <c>/inside</c> for a new volume without a name (docker-run(1)).
/// </summary>
public sealed partial record VolumeSpec
{
    // docker-run(1), --volume; z and Z label for SELinux.
    private static readonly string[] KnownOptions =
        ["ro", "rw", "z", "Z", "nocopy", "shared", "slave", "private", "rshared", "rslave", "rprivate", "cached", "delegated", "consistent"];

    private readonly string text;

    private VolumeSpec(string text, string? source, string destination)
    {
        this.text = text;
        Source = source;
        Destination = destination;
    }

    /// <summary>A path on the host or a volume's name; null for a new volume without a name.</summary>
    public string? Source { get; }

    /// <summary>The path in the container.</summary>
    public string Destination { get; }

    /// <summary>Reads one.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the text is none; the message says why.</exception>
    public static VolumeSpec Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        // The colon of C:\data parts nothing.
        var drive = WindowsDrive().Match(text).Length;
        string?[] parts = text[drive..].Split(':') switch
        {
            [var destination] => [null, destination, null],
            [var source, var destination] => [text[..drive] + source, destination, null],
            [var source, var destination, var options] => [text[..drive] + source, destination, options],
            _ => [],
        };
        if (parts is not [var from, { } to, var how])
            throw Wrong(text, "it has to be /on/host:/inside, name:/inside or /inside, with :ro after the first two to forbid writing");
        if (from is not null && !SourceRule().IsMatch(from)) throw Wrong(text, $"'{from}' is neither an absolute path on the host nor the name of a volume");
        if (!DestinationRule().IsMatch(to)) throw Wrong(text, $"'{to}' is no absolute path below / in the container");
        if (how?.Split(',').FirstOrDefault(option => !KnownOptions.Contains(option)) is { } unknown)
            throw Wrong(text, $"'{unknown}' is no option; there are {string.Join(", ", KnownOptions)}");
        return new VolumeSpec(text, from, to);
    }

    /// <summary>As it was written, which is what the engine takes.</summary>
    public override string ToString() => text;

    private static DockerOpsException Wrong(string text, string why) => new(FailureKind.InvalidInput, $"'{text}' cannot be mounted: {why}.", text);

    [GeneratedRegex(@"^[A-Za-z]:(?=[\\/][^:]*:)", RegexOptions.CultureInvariant)]
    private static partial Regex WindowsDrive();

    // moby, volume/names: RestrictedNamePattern.
    [GeneratedRegex(@"^(?:/[^\0]*|[A-Za-z]:[\\/][^\0]*|[a-zA-Z0-9][a-zA-Z0-9_.-]+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SourceRule();

    [GeneratedRegex(@"^/+[^/\0][^\0]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex DestinationRule();
}
