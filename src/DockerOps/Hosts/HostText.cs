using System.Globalization;
using System.Text.RegularExpressions;

namespace DockerOps;

/// <summary>Reads the texts that name a host. Separate from the value, which only ever holds good parts.</summary>
internal static partial class HostText
{
    private const int PlainPort = 2375;
    private const int TlsPort = 2376;

    public static DockerHost Parse(string text)
    {
        if (text.Length == 0) throw Invalid(text, "it is empty");
        if (text is "local" or "default") return DockerHost.Local;
        if (text[0] == '/') return Unix(text, text);

        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        if (scheme < 0) return DockerContexts.Find(text) ?? Ssh(text, text);

        var rest = text[(scheme + 3)..];
        return text[..scheme].ToLowerInvariant() switch
        {
            "unix" => Unix(text, rest.Length == 0 ? DockerHost.DefaultSocket : rest),
            "npipe" => Pipe(text, rest),
            "tcp" or "http" => Tcp(text, rest, secure: false),
            "https" => Tcp(text, rest, secure: true),
            "ssh" => Ssh(text, rest),
            var other => throw Invalid(text, $"'{other}' is no way to a host; use unix, npipe, tcp, https or ssh"),
        };
    }

    private static DockerHost Unix(string text, string path) =>
        path[0] == '/' && !path.Any(char.IsControl)
            ? new DockerHost { Scheme = HostScheme.Unix, SocketPath = path }
            : throw Invalid(text, "a socket needs an absolute path, as in unix:///var/run/docker.sock");

    private static DockerHost Pipe(string text, string rest)
    {
        const string Prefix = "//./pipe/";
        var name = rest.Replace('\\', '/');
        if (name.StartsWith(Prefix, StringComparison.Ordinal)) name = name[Prefix.Length..];
        return name.Length > 0 && !name.Contains('/', StringComparison.Ordinal)
            ? new DockerHost { Scheme = HostScheme.NamedPipe, SocketPath = name }
            : throw Invalid(text, "a pipe is written npipe:////./pipe/docker_engine");
    }

    private static DockerHost Tcp(string text, string rest, bool secure)
    {
        var (user, host, port, path) = Split(text, rest);
        if (user is not null) throw Invalid(text, "tcp has no user");
        if (path.Length > 1) throw Invalid(text, "tcp has no path");
        secure |= port == TlsPort || Environment.GetEnvironmentVariable("DOCKER_TLS_VERIFY") is { Length: > 0 };
        return new DockerHost
        {
            Scheme = HostScheme.Tcp,
            HostName = host,
            Port = port ?? (secure ? TlsPort : PlainPort),
            CertificatePath = secure ? DockerContexts.CertificateFolder() : null,
        };
    }

    private static DockerHost Ssh(string text, string rest)
    {
        var (user, host, port, path) = Split(text, rest);
        return new DockerHost
        {
            Scheme = HostScheme.Ssh,
            User = user,
            HostName = host,
            Port = port,
            SocketPath = path.Length > 1 ? path : DockerHost.DefaultSocket,
        };
    }

    private static (string? User, string Host, int? Port, string Path) Split(string text, string rest)
    {
        var match = Authority().Match(rest);
        if (!match.Success) throw Invalid(text, "write [user@]host[:port], a Docker context, or an address with its scheme");
        if (match.Groups["password"].Success)
        {
            // The text is not repeated: it holds a secret.
            throw new DockerOpsException(
                FailureKind.InvalidInput,
                $"The address of host '{match.Groups["host"].Value}' holds a password. Leave it out and use Connect-DockerHost -Credential.",
                match.Groups["host"].Value);
        }

        int? port = null;
        if (match.Groups["port"].Success)
        {
            if (!int.TryParse(match.Groups["port"].Value, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 65535)
                throw Invalid(text, "a port lies between 1 and 65535");
            port = number;
        }

        var user = match.Groups["user"];
        return (user.Success ? user.Value : null, match.Groups["host"].Value.Trim('[', ']'), port, match.Groups["path"].Value);
    }

    private static DockerOpsException Invalid(string text, string why) =>
        new(FailureKind.InvalidInput, $"'{text}' is no Docker host: {why}.", text);

    // A name never begins with '-', so that no program can take it for an option.
    [GeneratedRegex("""
        ^(?:(?<user>[A-Za-z0-9_.][A-Za-z0-9_.\-+\\$]*)(?<password>:[^@]*)?@)?
        (?<host>[A-Za-z0-9_][A-Za-z0-9_.\-]*|\[[0-9A-Fa-f:.]+(?:%[A-Za-z0-9_.\-]+)?\])
        (?::(?<port>[0-9]{1,6}))?
        (?<path>/[^\s?\#\p{Cc}]*)?$
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.CultureInvariant)]
    private static partial Regex Authority();
}
