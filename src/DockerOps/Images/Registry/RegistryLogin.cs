using System.Buffers;
using System.Text;
using System.Text.Json;
using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Images.Registry;

/// <summary>
/// The user's login to a registry, from the Docker configuration and its credential helpers (docker/cli, cli/config/configfile,
/// and docker/docker-credential-helpers). The engine gets it for one call; it is neither shown nor kept.
/// </summary>
internal static class RegistryLogin
{
    /// <summary>No login, as the header says it: engines want the header of a push even then.</summary>
    public const string Anonymous = "e30=";

    // docker/cli: the name under which the login to the Hub has been kept since its first version.
    private const string HubKey = "https://index.docker.io/v1/";
    private const string TokenUser = "<token>";

    private static string ConfigPath => Path.Combine(DockerContexts.Folder, "config.json");

    /// <summary>The registries with a login, without it.</summary>
    public static IReadOnlyList<string> Registries()
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(ConfigPath));
            string[] lists = ["auths", "credHelpers"];
            var keys = lists.SelectMany(list => Member(document.RootElement, list) is { } logins ? logins.EnumerateObject().Select(login => login.Name).ToArray() : []);
            return [.. keys.Select(key => key == HubKey ? "docker.io" : HostOf(key)).Distinct(StringComparer.Ordinal)];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException || LocalFile.IsFileError(e))
        {
            return [];
        }
    }

    /// <summary>The header for a registry.</summary>
    /// <param name="registry">The registry: <c>docker.io</c>, <c>registry.lan:5000</c>.</param>
    /// <param name="cancellation">Ends a helper that does not answer.</param>
    /// <exception cref="DockerOpsException">Corrupt: the configuration cannot be read. CommandFailed: a helper failed.</exception>
    public static async Task<string> HeaderAsync(string registry, CancellationToken cancellation)
    {
        var key = registry == "docker.io" ? HubKey : registry;
        var path = ConfigPath;
        if (!File.Exists(path)) return Anonymous;
        try
        {
            using var document = JsonDocument.Parse(await File.ReadAllBytesAsync(path, cancellation).ConfigureAwait(false));
            var root = document.RootElement;
            var helper = Text(Member(root, "credHelpers"), key) ?? Text(root, "credsStore");
            if (helper is { Length: > 0 }) return await AskAsync(helper, key, cancellation).ConfigureAwait(false);
            return Member(root, "auths") is { } auths && Entry(auths, key) is { } entry ? FromEntry(entry, key) : Anonymous;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException)
        {
            // The parser's words could repeat a part of the file.
            throw new DockerOpsException(FailureKind.Corrupt, $"The Docker configuration '{path}' cannot be read: it is damaged where the login to '{registry}' should be.", path);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, path);
        }
    }

    // Logins are kept by host, or by the address that older clients wrote.
    private static JsonElement? Entry(JsonElement auths, string key)
    {
        foreach (var member in auths.EnumerateObject())
        {
            if (member.Name == key || HostOf(member.Name) == key) return member.Value;
        }

        return null;
    }

    private static string HostOf(string key)
    {
        var scheme = key.IndexOf("://", StringComparison.Ordinal);
        var rest = scheme < 0 ? key : key[(scheme + 3)..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? rest : rest[..slash];
    }

    private static string FromEntry(JsonElement entry, string key)
    {
        if (Text(entry, "identitytoken") is { Length: > 0 } token) return Header(("identitytoken", token), ("serveraddress", key));
        if (Text(entry, "auth") is { Length: > 0 } packed)
        {
            var pair = Encoding.UTF8.GetString(Convert.FromBase64String(packed)).TrimEnd('\0').Split(':', 2);
            return pair is [var user, var password] ? Header(("username", user), ("password", password), ("serveraddress", key)) : throw new FormatException();
        }

        return Text(entry, "username") is { Length: > 0 } name
            ? Header(("username", name), ("password", Text(entry, "password") ?? ""), ("serveraddress", key))
            : Anonymous;
    }

    private static async Task<string> AskAsync(string helper, string key, CancellationToken cancellation)
    {
        if (!helper.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.'))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{helper}' in the Docker configuration is no name of a credential helper.", helper);
        await using var command = await HostCommand.StartAsync(HostShell.Here, ["docker-credential-" + helper, "get"], cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(command.Kill);
        try
        {
            await command.Input.WriteAsync(Encoding.UTF8.GetBytes(key + "\n"), cancellation).ConfigureAwait(false);
            command.Input.Close();
        }
        catch (IOException)
        {
            // It ended without reading; its exit code tells why.
        }

        using var answer = new MemoryStream();
        await command.Output.CopyToAsync(answer, cancellation).ConfigureAwait(false);
        var code = await command.EndAsync(cancellation).ConfigureAwait(false);
        var text = Encoding.UTF8.GetString(answer.ToArray());
        // credentials/error.go: a helper that keeps nothing for the registry says so on its output.
        if (code != 0 && text.Contains("credentials not found", StringComparison.OrdinalIgnoreCase)) return Anonymous;
        if (code != 0)
            throw new DockerOpsException(FailureKind.CommandFailed, $"The credential helper 'docker-credential-{helper}' ended with exit code {code}{(code == 127 ? ": it is not on the PATH" : "")}.", helper);
        using var document = JsonDocument.Parse(text);
        var (user, secret) = (Text(document.RootElement, "Username") ?? "", Text(document.RootElement, "Secret") ?? "");
        return user == TokenUser
            ? Header(("identitytoken", secret), ("serveraddress", key))
            : Header(("username", user), ("password", secret), ("serveraddress", key));
    }

    // moby, api/types/registry: JSON in base64url, with its filling.
    private static string Header(params (string Key, string Value)[] members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (key, value) in members) writer.WriteString(key, value);
            writer.WriteEndObject();
        }

        return Convert.ToBase64String(buffer.WrittenSpan).Replace('+', '-').Replace('/', '_');
    }

    private static JsonElement? Member(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Object ? value : null;

    private static string? Text(JsonElement? element, string name) =>
        element is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
