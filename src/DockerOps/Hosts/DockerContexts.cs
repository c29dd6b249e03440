using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace DockerOps;

/// <summary>
/// The Docker CLI's contexts, read from its configuration folder (<c>$DOCKER_CONFIG</c>, else <c>~/.docker</c>).
/// Layout: docker/cli, <c>cli/context/store</c>: <c>contexts/meta/SHA256(name)/meta.json</c>, <c>contexts/tls/SHA256(name)/docker</c>.
/// </summary>
internal static class DockerContexts
{
    public static string Folder =>
        Environment.GetEnvironmentVariable("DOCKER_CONFIG") is { Length: > 0 } folder
            ? folder
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");

    /// <summary>Where the client's certificates are: <c>$DOCKER_CERT_PATH</c>, else the configuration folder.</summary>
    public static string CertificateFolder() =>
        Environment.GetEnvironmentVariable("DOCKER_CERT_PATH") is { Length: > 0 } folder ? folder : Folder;

    /// <summary>The name of the current context, or null when it is the built-in default.</summary>
    public static string? CurrentName()
    {
        var name = Environment.GetEnvironmentVariable("DOCKER_CONTEXT") is { Length: > 0 } set
            ? set
            : ReadText(Path.Combine(Folder, "config.json"), root => root.TryGetProperty("currentContext", out var c) ? c.GetString() : null);
        return name is null or "" or "default" ? null : name;
    }

    /// <summary>The names of all contexts that can be read, in order.</summary>
    public static IReadOnlyList<string> Names()
    {
        var meta = Path.Combine(Folder, "contexts", "meta");
        if (!Directory.Exists(meta)) return [];
        return Directory.EnumerateDirectories(meta)
            .Select(NameIn)
            .OfType<string>()
            .Order(StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>The host of a context, or null when there is no context of that name.</summary>
    public static DockerHost? Find(string name)
    {
        var id = Hex.Lower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        var address = ReadText(
            Path.Combine(Folder, "contexts", "meta", id, "meta.json"),
            root => root.GetProperty("Endpoints").GetProperty("docker").GetProperty("Host").GetString());
        if (string.IsNullOrEmpty(address)) return null;
        // A plain name may be that of a context, and this one's.
        if (!address.Contains("://", StringComparison.Ordinal))
            throw new DockerOpsException(FailureKind.Corrupt, $"The Docker context '{name}' names '{address}', which is no address with a scheme.", name);

        var host = HostText.Parse(address);
        var tls = Path.Combine(Folder, "contexts", "tls", id, "docker");
        return host.Scheme == HostScheme.Tcp && Directory.Exists(tls) ? host with { CertificatePath = tls } : host;
    }

    // A damaged context is an error when it is used, not while names are offered or another host is described.
    private static string? NameIn(string folder)
    {
        try
        {
            var name = ReadText(Path.Combine(folder, "meta.json"), root => root.GetProperty("Name").GetString());
            return name?.Any(char.IsControl) == true ? null : name;
        }
        catch (DockerOpsException)
        {
            return null;
        }
    }

    private static string? ReadText(string path, Func<JsonElement, string?> pick)
    {
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file);
            return pick(document.RootElement);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"The Docker configuration file '{path}' cannot be read: {e.Message}", path, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DockerOpsException(FailureKind.NotPermitted, $"The Docker configuration file '{path}' may not be read.", path, e);
        }
    }
}
