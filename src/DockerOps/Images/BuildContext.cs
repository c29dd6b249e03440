using System.Security.Cryptography;
using System.Text;
using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Images;

/// <summary>What a build is sent: folders of this machine under names of their own, and small files made here.</summary>
/// <param name="Trees">The folders.</param>
/// <param name="Texts">The small files. They take the place of files of their name.</param>
internal sealed record BuildContext(IReadOnlyList<SentTree> Trees, IReadOnlyList<SentText> Texts)
{
    private const string IgnoreFile = ".dockerignore";
    private const string OwnName = ".dockerops.Dockerfile";
    private const long LongestIgnoreFile = 1024 * 1024;

    /// <summary>The content of a folder, and the build file's name in it. A build file is where its links lead, as for docker build.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="file">The build file; null: <c>Dockerfile</c> in the folder.</param>
    /// <param name="kit">Whether BuildKit gets it, which removes nothing of what it is sent: neither the build file nor <c>.dockerignore</c>.</param>
    /// <exception cref="DockerOpsException">NotFound: the folder or the build file. InvalidInput: the <c>.dockerignore</c>.</exception>
    public static (BuildContext Context, string BuildFile) Of(string folder, string? file, bool kit = false)
    {
        if (LocalTree.Find(folder) is not DirectoryInfo found)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{folder}' is a file. Give the folder that the build may use.", folder);
        var root = LocalFile.Real(found.FullName);
        var path = file ?? Path.Combine(root, "Dockerfile");
        if (!File.Exists(path))
        {
            var hint = file is null ? " Name it with -File." : Path.Combine(root, Path.GetFileName(file)) is var there && File.Exists(there) ? $" There is '{there}'." : "";
            throw new DockerOpsException(FailureKind.NotFound, $"There is no build file '{path}'.{hint}", file ?? folder);
        }

        var ignored = ReadIgnored(root, path);
        path = LocalFile.Real(path);
        var inside = Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        // The classic builder takes what .dockerignore names out of the way before the first step (moby, builder/remotecontext/detect.go,
        // removeDockerfile), so it has to have both.
        if (!Path.IsPathRooted(inside) && inside.Split('/')[0] != "..")
            return (new BuildContext([new SentTree(new LocalTree(root, ignored.Rules.Keeping(kit ? [inside] : [inside, IgnoreFile])), "")], []), inside);

        // As docker build does with a build file of elsewhere.
        var own = new SentText(OwnName, Read(path));
        SentText[] texts = kit ? [own] : [own, new(IgnoreFile, $"{ignored.Text.TrimEnd()}\n{IgnoreFile}\n{OwnName}\n")];
        return (new BuildContext([new SentTree(new LocalTree(root, ignored.Rules), "")], texts), OwnName);
    }

    /// <summary>What the <c>.dockerignore</c> of a folder leaves out.</summary>
    public static IgnoreRules Ignored(string folder) => ReadIgnored(folder, Path.Combine(folder, "Dockerfile")).Rules;

    /// <summary>Bytes of all files.</summary>
    public long Measure(CancellationToken cancellation) =>
        Trees.Sum(tree => tree.Tree.Measure(cancellation)) + Texts.Sum(text => (long)text.Text.Length);

    /// <summary>Everything as the body of a request.</summary>
    /// <param name="meter">Counts the bytes of files.</param>
    /// <param name="plainStart">As <see cref="TreeContent.PlainStart"/>.</param>
    public TreeContent ToContent(TransferMeter meter, bool plainStart) => new(Trees, Texts, meter) { PlainStart = plainStart };

    /// <summary>The SHA-256 of all names, permissions, links and bytes, in lower-case hexadecimal. Times do not count.</summary>
    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (item, name) in Trees.SelectMany(tree => tree.Walk()))
        {
            var mode = OperatingSystem.IsWindows() ? 0 : (int)item.UnixFileMode;
            var isFile = item is FileInfo { LinkTarget: null };
            hash.AppendData(Encoding.UTF8.GetBytes($"{name}\0{(item is DirectoryInfo ? 'd' : 'f')}{mode}\0{item.LinkTarget}\0{(isFile ? ((FileInfo)item).Length : 0)}\0"));
            if (!isFile) continue;
            await using var file = LocalFile.OpenRead(item.FullName);
            await LocalFile.HashStartAsync(file, file.Length, hash, cancellation).ConfigureAwait(false);
        }

        foreach (var text in Texts) hash.AppendData(Encoding.UTF8.GetBytes($"{text.Name}\0{text.Text}\0"));
        return Convert.ToHexString(hash.GetHashAndReset()).ToLowerInvariant();
    }

    // A build file may have one of its own beside it, which then counts alone (docs.docker.com, build context).
    private static (IgnoreRules Rules, string Text) ReadIgnored(string folder, string buildFile)
    {
        foreach (var path in (string[])[buildFile + IgnoreFile, Path.Combine(folder, IgnoreFile)])
        {
            if (!File.Exists(path)) continue;
            var text = Read(path);
            return (IgnoreRules.Parse(text, path), text);
        }

        return (IgnoreRules.None, "");
    }

    private static string Read(string path)
    {
        try
        {
            return new FileInfo(path).Length <= LongestIgnoreFile
                ? File.ReadAllText(path)
                : throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is longer than {LongestIgnoreFile:N0} bytes.", path);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, path);
        }
    }
}
