using System.Text.RegularExpressions;

namespace DockerOps.Transport;

/// <summary>Turns what the OpenSSH client says on its error output into failures of the closed list.</summary>
internal static partial class SshFailure
{
    public static bool IsChangedKey(string errors) => errors.Contains("HOST IDENTIFICATION HAS CHANGED", StringComparison.Ordinal);

    public static bool IsUnknownKey(string errors) =>
        !IsChangedKey(errors)
        && (errors.Contains("Host key verification failed", StringComparison.Ordinal) || errors.Contains("host key is known for", StringComparison.Ordinal));

    public static bool IsSessionRefused(string errors) => errors.Contains("Session open refused by peer", StringComparison.Ordinal);

    public static DockerOpsException TooFewSessions(DockerHost host) => new(
        FailureKind.Unsupported,
        $"The sshd of '{host}' refuses another session on the connection. Raise MaxSessions in its sshd_config to 10, the usual value.", host);

    public static DockerOpsException NoClient(DockerHost host) => new(
        FailureKind.Unsupported, $"'{host}' cannot be reached: there is no OpenSSH client (ssh) on the PATH of this machine. Install it.", host);

    public static DockerOpsException ChangedKey(DockerHost host, string errors)
    {
        var where = Offending().Match(errors) is { Success: true } match ? $" The old key is in {match.Groups[1].Value}." : "";
        return new(
            FailureKind.HostKeyRejected,
            $"The host key of '{host}' has changed: this may be another machine, or somebody in between. It is never accepted.{where} " +
            $"Ask the host's administrator for the new fingerprint; only then remove the old key (ssh-keygen -R).",
            host);
    }

    public static DockerOpsException UnknownKey(DockerHost host, SshHostKey key) => new(
        FailureKind.HostKeyRejected,
        $"The host key of '{host}' is not known: {key.KeyType} {key.Fingerprint}. Compare it with the host's own " +
        $"(ssh-keygen -lf /etc/ssh/ssh_host_*_key.pub there), then use Connect-DockerHost with -HostKeyFingerprint '{key.Fingerprint}', " +
        "or -AcceptNewHostKey to trust and remember it.",
        host);

    public static DockerOpsException WrongPin(DockerHost host, SshHostKey key, string pin) => new(
        FailureKind.HostKeyRejected,
        $"The host key of '{host}' is {key.KeyType} {key.Fingerprint}, not the '{pin}' that -HostKeyFingerprint demands.",
        host);

    /// <summary>The login failed, host key aside.</summary>
    public static DockerOpsException Login(DockerHost host, string errors, bool withPassword)
    {
        if (!errors.Contains("Permission denied", StringComparison.Ordinal)) return Unreachable(host, errors);
        var advice = withPassword
            ? "The password was tried once."
            : "No key of the ssh configuration or agent was accepted; add one (ssh-add), or use Connect-DockerHost -Credential.";
        return new(FailureKind.NotPermitted, $"'{host}' refuses the login: {Last(errors)} {advice}", host);
    }

    public static DockerOpsException Unreachable(DockerHost host, string errors) =>
        new(FailureKind.Unreachable, $"'{host}' cannot be reached by ssh: {Last(errors)}", host);

    public static DockerOpsException Broken(DockerHost host, string errors) =>
        new(FailureKind.Unreachable, $"The ssh connection to '{host}' broke: {Last(errors)} The next call makes a new one.", host);

    /// <summary>Somebody else of this process has closed the host.</summary>
    public static DockerOpsException Closed(DockerHost host) =>
        new(FailureKind.Unreachable, $"'{host}' was disconnected meanwhile. The next call makes a new connection.", host);

    public static DockerOpsException TimedOut(DockerHost host, TimeSpan timeout) =>
        new(FailureKind.TimedOut, $"'{host}' did not answer within {timeout.TotalSeconds:0} s.", host);

    private static string Last(string errors)
    {
        var line = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "ssh gave no reason";
        return line.EndsWith('.') ? line : line + ".";
    }

    [GeneratedRegex(@"Offending \S+ key in (\S+)")]
    private static partial Regex Offending();
}
