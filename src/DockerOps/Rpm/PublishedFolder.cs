using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>A folder of a host in which a repository is, or will be, published.</summary>
internal sealed class PublishedFolder
{
    /// <summary>
    /// For scripts: <c>clear FOLDER</c> removes a folder unless something is mounted in it; <c>mounted FOLDER</c> tells whether,
    /// and where, in $m, as /proc/mounts spells it.
    /// </summary>
    public const string Clear = MountScript.Functions + """
        mounted() {
          m=$(cd -P -- "$1" 2>/dev/null && pwd -P) && [ "$m" ] || return 1
          m=$(mounts "$m" | tail -n 1)
          [ "$m" ]
        }
        clear() {
          if mounted "$1"; then echo "$m is a mount: unmount it" >&2; return 1; fi
          rm -rf -- "$1"
        }

        """;

    private const string Mount = "mount=";
    private const string Other = "other=";
    private const string Closed = "closed=";

    // What is in the way, else each file with its SHA-256; nothing when nothing is there.
    private const string Look = Clear + """
        for d in "$1" "$2"; do if mounted "$d"; then printf 'mount=%s\n' "$m"; exit 0; fi; done
        p=${1%/*}
        while [ ! -d "${p:-/}" ]; do p=${p%/*}; done
        if [ ! -w "${p:-/}" ]; then printf 'closed=%s\n' "${p:-/}"; exit 0; fi
        if [ ! -d "$1" ]; then [ ! -e "$1" ] || echo other=yes; exit 0; fi
        cd -- "$1" && find . -type f -exec sha256sum -- {} +
        """;

    private const string Resolve = """
        if [ ! -L "$1" ]; then printf %s "$1"; exit 0; fi
        readlink -f -- "$1" || { echo "$1 is a link that leads nowhere" >&2; exit 1; }
        """;

    private readonly DockerHost host;

    private PublishedFolder(DockerHost host, string path, IReadOnlyDictionary<string, string> files) => (this.host, Path, Files) = (host, path, files);

    /// <summary>Its full path.</summary>
    public string Path { get; }

    /// <summary>The files there are, each with its SHA-256; none when there is no folder.</summary>
    public IReadOnlyDictionary<string, string> Files { get; }

    /// <summary>Where its next state is made.</summary>
    public string Next => NextOf(Path);

    /// <summary>Where a link leads on a host: that is what is exchanged, so that the link stays. Any other path is its own answer.</summary>
    public static async Task<string> ResolveAsync(HostShell shell, string path, CancellationToken cancellation) =>
        (await shell.ReadAsync(["sh", "-c", Resolve, "sh", path], cancellation).ConfigureAwait(false)).TrimEnd('\n');

    /// <summary>Looks at a folder, which need not be there, changing nothing.</summary>
    /// <exception cref="DockerOpsException">Conflict: something is mounted in it, or it is no folder. NotPermitted: the folder above cannot be written to.</exception>
    public static async Task<PublishedFolder> LookAsync(HostShell shell, string path, CancellationToken cancellation)
    {
        var output = await shell.ReadAsync(["sh", "-c", Look, "sh", path, NextOf(path)], cancellation).ConfigureAwait(false);
        if (output.StartsWith(Mount, StringComparison.Ordinal)) throw MountPoints.Refuse(output[Mount.Length..].TrimEnd('\n'), $" on '{shell.Host}'", path);
        if (output.StartsWith(Other, StringComparison.Ordinal)) throw new DockerOpsException(FailureKind.Conflict, $"'{path}' on '{shell.Host}' is no folder.", path);
        if (output.StartsWith(Closed, StringComparison.Ordinal))
        {
            throw new DockerOpsException(
                FailureKind.NotPermitted, $"This user cannot write to '{output[Closed.Length..].TrimEnd('\n')}' on '{shell.Host}'. Connect as root or as one who may use 'sudo -n', or name another -Destination.", path);
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);

        // 'HASH  ./NAME'; a name that needs escapes begins with a backslash and is none of ours.
        foreach (var line in output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf("./", StringComparison.Ordinal) is var at and > 64) found[line[(at + 2)..]] = line[..64];
        }

        return new(shell.Host, path, found);
    }

    /// <summary>The command that removes a folder in which nothing is mounted.</summary>
    public static IReadOnlyList<string> Remove(string folder) => ["sh", "-c", Clear + "clear \"$1\"", "sh", folder];

    /// <summary>The files that a repository of these files has not, which go when it is published here.</summary>
    public IReadOnlyList<string> Without(IEnumerable<PublishedFile> files) => [.. Files.Keys.Except(files.Select(file => file.Path)).Order(StringComparer.Ordinal)];

    /// <summary>Refuses to remove what is somebody else's.</summary>
    /// <param name="files">The files that will be here.</param>
    /// <param name="force">Whether what is no repository may go. Another repository in a folder below never may.</param>
    /// <exception cref="DockerOpsException">Conflict.</exception>
    public void ThrowIfOthers(IEnumerable<PublishedFile> files, bool force)
    {
        if (Without(files).FirstOrDefault(name => name.EndsWith("/" + YumRepositoryFolder.Index, StringComparison.Ordinal)) is { } other)
        {
            throw new DockerOpsException(
                FailureKind.Conflict, $"'{Path}' on '{host}' holds another repository, '{other[..^(YumRepositoryFolder.Index.Length + 1)]}', which would be removed. Give this one a folder of its own.", Path);
        }

        if (Files.Count == 0 || Files.ContainsKey(YumRepositoryFolder.Index) || force) return;
        throw new DockerOpsException(
            FailureKind.Conflict, $"'{Path}' on '{host}' is no repository, and all that is in it would be removed, '{Files.Keys.Order(StringComparer.Ordinal).First()}' too. Give the repository a folder of its own; -Force replaces this one.", Path);
    }

    private static string NextOf(string path) => YumRepositoryFolder.Beside(path, "next");
}
