using System.Text;

namespace DockerOps.Daemon;

/// <summary>Reads a configuration from files on this machine: of one engine, on no host.</summary>
public static class DaemonConfigFiles
{
    private const long Longest = 1 << 20;

    /// <summary>Reads them. What a file is, its name and its first lines tell.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">NotFound, NotPermitted; InvalidInput: two daemon.json, or a file that is none of these.</exception>
    public static async Task<DaemonConfig> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancellation)
    {
        var files = new List<DaemonFile>();
        foreach (var path in paths)
        {
            var bytes = await ReadAsync(path, cancellation).ConfigureAwait(false);
            var file = Decode(path, DaemonFileKind.Variables, bytes);
            files.Add(file with { Kind = KindOf(file) });
        }

        var twice = files.Where(file => file.Kind == DaemonFileKind.DaemonJson).Skip(1).FirstOrDefault();
        if (twice is not null)
            throw new DockerOpsException(FailureKind.InvalidInput, $"An engine has one daemon.json, and '{twice.Path}' is a second one; test them in two calls.", twice.Path);
        return DaemonConfigBuilder.Build(files, DaemonFacts.None);
    }

    /// <summary>Makes a file of its bytes. What is not UTF-8 is taken as ISO 8859-1: old servers write it, and nothing is lost.</summary>
    internal static DaemonFile Decode(string path, DaemonFileKind kind, byte[] bytes)
    {
        try
        {
            return new(path, kind, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        }
        catch (DecoderFallbackException)
        {
            return new(path, kind, Encoding.Latin1.GetString(bytes)) { IsLatin1 = true };
        }
    }

    internal static DaemonFileKind KindOf(DaemonFile file)
    {
        var name = Path.GetFileName(file.Path);
        if (name.EndsWith(".json", StringComparison.OrdinalIgnoreCase) || file.Text.AsSpan().TrimStart().StartsWith("{")) return DaemonFileKind.DaemonJson;
        if (Path.GetExtension(name) is ".service" or ".socket" || file.Text.Contains("[Service]", StringComparison.Ordinal)) return DaemonFileKind.Unit;
        return file.Text.StartsWith("#!", StringComparison.Ordinal) ? DaemonFileKind.InitScript : DaemonFileKind.Variables;
    }

    private static async Task<byte[]> ReadAsync(string path, CancellationToken cancellation)
    {
        try
        {
            if (new FileInfo(path).Length > Longest)
                throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' is longer than 1 MiB and no configuration file.", path);
            return await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DockerOpsException(FailureKind.NotFound, $"There is no file '{path}' on this machine.", path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DockerOpsException(FailureKind.NotPermitted, $"'{path}' may not be read.", path, e);
        }
    }
}
