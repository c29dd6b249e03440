using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>Finds the programs of this machine that make, sign and read repositories.</summary>
internal static class LocalTools
{
    // What each is part of: on Debian, and on those that use RPM themselves.
    private static readonly Dictionary<string, (string Debian, string Rpm)> Packages = new(StringComparer.Ordinal)
    {
        ["createrepo_c"] = ("createrepo-c", "createrepo_c"),
        ["rpmsign"] = ("rpm", "rpm-sign"),
        ["rpmkeys"] = ("rpm", "rpm"),
        ["gpg"] = ("gpg", "gnupg2"),
        ["gpgv"] = ("gpgv", "gnupg2"),
        ["dnf"] = ("dnf", "dnf"),
        ["zstd"] = ("zstd", "zstd"),
        ["xz"] = ("xz-utils", "xz"),
        ["bzip2"] = ("bzip2", "bzip2"),
    };

    /// <summary>The names of dnf, best first. That of dnf 5 is a link to it on Fedora, and not there on Debian.</summary>
    public static IReadOnlyList<string> Dnf { get; } = ["dnf", "dnf5"];

    /// <summary>The full path of the first program that is on the PATH.</summary>
    /// <param name="names">Names of the program, best first.</param>
    /// <exception cref="DockerOpsException">Unsupported: it is not there.</exception>
    public static string Find(params IReadOnlyList<string> names) => TryFind(names) ?? throw new DockerOpsException(
        FailureKind.Unsupported,
        $"The program {names[0]} is not on this machine. It is in the package {Packages[names[0]].Debian} of Debian and Ubuntu, {Packages[names[0]].Rpm} of Fedora and its like."
        + (names[0] == "createrepo_c" ? " -BuilderImage runs the one of an image." : ""),
        names[0]);

    /// <summary>The full path of the first program that is on the PATH, or null.</summary>
    public static string? TryFind(params IReadOnlyList<string> names) => names.Select(LocalProgram.Find).FirstOrDefault(path => path is not null);
}
