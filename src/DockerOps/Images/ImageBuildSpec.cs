namespace DockerOps.Images;

/// <summary>An image that is to be built of a folder.</summary>
public sealed record ImageBuildSpec
{
    /// <summary>The folder whose content the build may use, a full path. A <c>.dockerignore</c> in it is honoured.</summary>
    public required string Folder { get; init; }

    /// <summary>The build file, a full path, in the folder or anywhere else; null: <c>Dockerfile</c> in the folder.</summary>
    public string? File { get; init; }

    /// <summary>The image's names.</summary>
    public IReadOnlyList<ImageReference> Tags { get; init; } = [];

    /// <summary>Values for the build file's <c>ARG</c>s. They stay in the image's history and are no place for secrets.</summary>
    public IReadOnlyDictionary<string, string> Arguments { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of the image.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>The stage of the build file to stop after; null: the last one.</summary>
    public string? Target { get; init; }

    /// <summary>The network of its commands: <c>host</c>, <c>none</c> or a network's name; null: the engine's own default.</summary>
    public string? Network { get; init; }

    /// <summary>Whether every step is done anew rather than taken from an earlier build.</summary>
    public bool NoCache { get; init; }

    /// <summary>Whether the image it begins with is pulled although the engine has it.</summary>
    public bool Pull { get; init; }

    /// <summary>Whether the engine's BuildKit builds in place of its classic builder. What it keeps of steps is another cache.</summary>
    public bool BuildKit { get; init; }

    /// <summary>What the build is called in progress and failures.</summary>
    public string Title => Tags.Count > 0 ? Tags[0].ToString() : Path.GetFileName(Path.TrimEndingDirectorySeparator(Folder));
}
