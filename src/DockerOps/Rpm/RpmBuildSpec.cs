using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>Packages that are to be made of a spec file, in a container of a builder image.</summary>
public sealed record RpmBuildSpec
{
    /// <summary>The bytes all packages of a build may have, unless more are allowed.</summary>
    public const long UsualMaxSize = 4L * 1024 * 1024 * 1024;

    /// <summary>The spec file, a full path.</summary>
    public required string SpecFile { get; init; }

    /// <summary>The folder with the sources the spec file names, a full path; null: see <see cref="SourceFolder"/>.</summary>
    public string? Sources { get; init; }

    /// <summary>The image to build in: it has rpmbuild and all the spec file requires to build. Nothing is installed there.</summary>
    public required ImageReference BuilderImage { get; init; }

    /// <summary>The folder here that gets <c>RPMS</c> and <c>SRPMS</c>, a full path. It is made where it is missing.</summary>
    public required string Destination { get; init; }

    /// <summary>Macros, as rpmbuild's <c>--define</c> takes them.</summary>
    public IReadOnlyDictionary<string, string> Defines { get; init; } = new Dictionary<string, string>();

    /// <summary>Which packages are made.</summary>
    public RpmBuildKind Kind { get; init; }

    /// <summary>The network of the build: <c>host</c>, <c>none</c> or one's name; null: the engine's own default.</summary>
    public string? Network { get; init; }

    /// <summary>Bytes that all packages may have.</summary>
    public long MaxSize { get; init; } = UsualMaxSize;

    /// <summary>Whether it is built although nothing has changed, and packages are replaced that another has put there.</summary>
    public bool Force { get; init; }

    /// <summary>
    /// Where the sources are: the folder given; else <c>SOURCES</c> beside a folder <c>SPECS</c> that has the spec file; else the
    /// spec file's own folder, as Fedora's package sources have it.
    /// </summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: there is no such spec file or folder.</exception>
    public string SourceFolder()
    {
        if (!File.Exists(SpecFile)) throw new DockerOpsException(FailureKind.NotFound, $"There is no spec file '{SpecFile}'.", SpecFile);
        var own = Path.GetDirectoryName(SpecFile)!;
        var beside = Path.Combine(Path.GetDirectoryName(own) ?? own, "SOURCES");
        var folder = Sources ?? (Path.GetFileName(own) == "SPECS" && Directory.Exists(beside) ? beside : own);
        return LocalTree.Find(folder) is DirectoryInfo ? folder : throw new DockerOpsException(FailureKind.InvalidInput, $"'{folder}' is a file. Give the folder with the sources.", folder);
    }
}
