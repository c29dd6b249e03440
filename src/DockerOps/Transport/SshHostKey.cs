using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DockerOps.Files;

namespace DockerOps.Transport;

/// <summary>
/// A first look at a host: the key it presents and the ways it lets a user log in. Made with the OpenSSH client itself,
/// so jump hosts, proxies and aliases of the ssh configuration count, and without any attempt to log in
/// (<c>PreferredAuthentications=none</c>).
/// </summary>
/// <param name="KnownHostsLine">The key, as a line of sshd(8)'s known_hosts format.</param>
/// <param name="KeyType">The type, as in <c>ssh-ed25519</c>.</param>
/// <param name="Fingerprint">SHA256 fingerprint, as <c>ssh-keygen -l</c> prints it.</param>
/// <param name="Methods">The login methods the host offers.</param>
internal sealed partial record SshHostKey(string KnownHostsLine, string KeyType, string Fingerprint, IReadOnlyList<string> Methods)
{
    public static async Task<SshHostKey> ScanAsync(DockerHost host, PrivateFolder folder, TimeSpan timeout, CancellationToken cancellation)
    {
        var file = Path.Combine(folder.Path, "scan-" + Guid.NewGuid().ToString("N")[..8]);
        List<string> words =
        [
            .. SshCommand.Base(host, timeout), .. SshCommand.KeysOnly,
            "-o", "ControlPath=none",
            "-o", "StrictHostKeyChecking=accept-new",
            .. SshCommand.KnownHosts(file),
            "-o", "HashKnownHosts=no",
            "-o", "PreferredAuthentications=none",
            "--", host.HostName!, "true",
        ];
        await using var process = HostProcess.Start(words);
        process.Input.Close();
        await process.WaitAsync(cancellation).ConfigureAwait(false);
        var errors = await process.ErrorsAsync().ConfigureAwait(false);

        if (!File.Exists(file)) throw SshFailure.Unreachable(host, errors);
        var line = (await File.ReadAllLinesAsync(file, cancellation).ConfigureAwait(false)).FirstOrDefault(l => l.Length > 0) ?? "";
        var fields = line.Split(' ');
        if (fields.Length < 3) throw SshFailure.Unreachable(host, errors);
        var methods = Denied().Match(errors) is { Success: true } denied ? denied.Groups[1].Value.Split(',') : [];
        return new SshHostKey(line, fields[1], FingerprintOf(fields[2]), methods);
    }

    /// <summary>The one password method to use: a wrong password must count once, so only one is tried.</summary>
    public string PasswordMethod(DockerHost host) =>
        Methods.Contains("password") ? "password"
        : Methods.Contains("keyboard-interactive") ? "keyboard-interactive"
        : throw new DockerOpsException(
            FailureKind.NotPermitted,
            $"'{host}' takes no passwords (it offers: {string.Join(", ", Methods)}). Connect without -Credential, with a key.",
            host);

    private static string FingerprintOf(string base64Key) =>
        "SHA256:" + Convert.ToBase64String(SHA256.HashData(Convert.FromBase64String(base64Key))).TrimEnd('=');

    [GeneratedRegex(@"Permission denied \(([^)]*)\)")]
    private static partial Regex Denied();
}
