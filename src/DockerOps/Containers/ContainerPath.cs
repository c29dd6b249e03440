using System.Text;
using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Paths in a container: always with slashes, always from its root, whatever this machine runs.</summary>
internal static class ContainerPath
{
    private const string Header = "X-Docker-Container-Path-Stat";

    /// <summary>The path from the root, without <c>.</c>, <c>..</c> and a slash at its end.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: no container can have it.</exception>
    public static string Of(string path)
    {
        if (path.Length == 0 || path.Contains('\0', StringComparison.Ordinal))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{ArchiveText.Shown(path)}' is no path in a container.", path);
        var parts = new List<string>();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != "."))
        {
            if (part != "..") parts.Add(part);
            else if (parts.Count > 0) parts.RemoveAt(parts.Count - 1);
        }

        return "/" + string.Join('/', parts);
    }

    /// <summary>Whether the user means the content of a folder rather than the folder: <c>/etc/.</c> (docker-container-cp(1)).</summary>
    public static bool MeansContent(string path) => 
        path.EndsWith("/.", StringComparison.Ordinal) || path == "." || Of(path) == "/";

    public static string Parent(string path) => path.LastIndexOf('/') is > 0 and var slash ? path[..slash] : "/";

    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    public static string Join(string folder, string name) => folder == "/" ? "/" + name : $"{folder}/{name}";

    /// <summary>What is at a path, a link followed to its end; null when nothing is.</summary>
    /// <returns>The path it is at in the end, and what it is.</returns>
    public static async Task<(string Path, WirePathStat Stat)?> FindAsync(EngineClient engine, string container, string path, CancellationToken cancellation)
    {
        if (await LookAsync(engine, container, path, cancellation).ConfigureAwait(false) is not { } stat) return null;
        if (!stat.IsLink) return (path, stat);
        var target = Of(stat.LinkTarget);
        return await LookAsync(engine, container, target, cancellation).ConfigureAwait(false) is { } end ? (target, end) : null;
    }

    private static async Task<WirePathStat?> LookAsync(EngineClient engine, string container, string path, CancellationToken cancellation)
    {
        try
        {
            using var response = await engine.SendAsync(CopyRequests.Look(container, path), null, cancellation).ConfigureAwait(false);
            var text = response.Headers.TryGetValues(Header, out var values) ? values.First() : "";
            return JsonSerializer.Deserialize(Encoding.UTF8.GetString(Convert.FromBase64String(text)), WireJson.Default.WirePathStat)!;
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            // The same answer for a path and for a container that is not there, and a HEAD has no words.
            await ContainerList.InspectAsync(engine, container, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            throw new DockerOpsException(FailureKind.EngineError, $"'{engine.Host}' does not tell what '{path}' in '{container}' is.", path, e);
        }
    }
}
