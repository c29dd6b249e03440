using DockerOps.Daemon;
using DockerOps.Upgrade;

namespace DockerOps.Installation;

/// <summary>What is to be installed.</summary>
public sealed record InstallOptions
{
    /// <summary>Packages, or static programs.</summary>
    public EngineSource Source { get; init; }

    /// <summary>The version: <c>28.5.2</c>, or <c>26.1</c> for the newest 26.1; null for the newest.</summary>
    public string? Version { get; init; }

    /// <summary>The name of the engine's package, where it is not to be chosen by the distribution.</summary>
    public string? Package { get; init; }

    /// <summary>The id of the yum repository that the engine has to come from, enabled or not; null for any.</summary>
    public string? Repository { get; init; }

    /// <summary>Full paths on this machine: package files, or one archive of static programs. Empty: from the repositories, or <see cref="Url"/>.</summary>
    public IReadOnlyList<string> Paths { get; init; } = [];

    /// <summary>The address of an archive of static programs, which the host fetches itself.</summary>
    public string? Url { get; init; }

    /// <summary>The archive's SHA-256, 64 hexadecimal digits; null to go without.</summary>
    public string? Sha256 { get; init; }

    /// <summary>How long the engine may take to answer.</summary>
    public TimeSpan Timeout { get; init; } = EngineService.DefaultTimeout;

    /// <summary>The names that packages of engines are known by.</summary>
    public static IReadOnlyList<string> KnownPackages => [.. EnginePackageSet.All.Select(set => set.Main)];

    /// <summary>Sees that the values fit each other.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>; <see cref="FailureKind.NotFound"/>: no such file.</exception>
    internal void Check()
    {
        // What begins with a dash would be an option of the package manager.
        foreach (var word in new[] { Version, Package, Repository }.OfType<string>())
        {
            if (!char.IsAsciiLetterOrDigit(word[0]) || !word.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '+' or '~' or ':' or '_'))
                throw Invalid($"'{word}' is no version and no name of a package or a repository.", word);
        }

        if (Paths.FirstOrDefault(Directory.Exists) is { } folder) throw Invalid($"'{folder}' is a folder. Name the files in it.", folder);
        if (Paths.FirstOrDefault(path => !File.Exists(path)) is { } missing) throw new DockerOpsException(FailureKind.NotFound, $"There is no file '{missing}' on this machine.", missing);
        if (Sha256 is { } hash && (hash.Length != 64 || !hash.All(char.IsAsciiHexDigit))) throw Invalid($"'{hash}' is no SHA-256: it has 64 hexadecimal digits.", hash);
        if (Repository is not null && (Source != EngineSource.Package || Paths.Count > 0))
            throw Invalid("What comes from a file or an address comes from no repository.", Repository);
        if (Source == EngineSource.Package)
        {
            if (Url is not null || Sha256 is not null) throw Invalid("An address and a SHA-256 are for an archive of static programs: -Source Static.", Url ?? Sha256!);
            if (Paths.FirstOrDefault(path => Path.GetExtension(path) is not (".rpm" or ".deb")) is { } other)
                throw Invalid($"'{other}' is no package file: its name ends in neither .rpm nor .deb.", other);
            return;
        }

        if (Package is not null) throw Invalid("Static programs are in no package.", Package);
        if (Paths.Count + (Url is null ? 0 : 1) != 1) throw Invalid("Static programs need one archive: -Path or -Url.", Source);
        if (Url is not null) ArchiveAddress.Check(Url);
        if (Version is null || Version.Split('.').Length < 3) throw Invalid($"'{Version}' says too little of an archive's version; write it as 28.5.2.", Version ?? "");
    }

    private static DockerOpsException Invalid(string message, object target) => new(FailureKind.InvalidInput, message, target);
}
