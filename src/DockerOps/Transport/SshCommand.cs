using System.Globalization;
using System.Runtime.Intrinsics.X86;

namespace DockerOps.Transport;

/// <summary>Builds argument lists for the OpenSSH client (ssh(1), ssh_config(5)). The user's own configuration stays in force.</summary>
internal static class SshCommand
{
    /// <summary>Options of every call: no terminal, no forwarding of agent or X11, never a question on the terminal.</summary>
    public static List<string> Base(DockerHost host, TimeSpan timeout)
    {
        var seconds = Math.Max(1, (int)Math.Ceiling(timeout.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        List<string> words =
        [
            "ssh", "-T", "-a", "-x",
            "-o", "RemoteCommand=none",
            "-o", "ConnectTimeout=" + seconds,
            "-o", "ServerAliveInterval=15",
            "-o", "ServerAliveCountMax=3",
        ];
        if (host.User is { } user) words.AddRange(["-l", user]);
        if (host.Port is { } port) words.AddRange(["-p", port.ToString(CultureInfo.InvariantCulture)]);
        return words;
    }

    /// <summary>A key login: nothing is ever asked.</summary>
    public static IEnumerable<string> KeysOnly => ["-o", "BatchMode=yes"];

    /// <summary>One attempt with one method, so that a wrong password counts once at the server.</summary>
    public static IEnumerable<string> PasswordOnce(string method) =>
    [
        "-o", "BatchMode=no",
        "-o", "NumberOfPasswordPrompts=1",
        "-o", "PubkeyAuthentication=no",
        "-o", "PreferredAuthentications=" + method,
    ];

    /// <summary>The only file whose host keys count. It stands in quotes because the value is a list of files (ssh_config(5)).</summary>
    public static IEnumerable<string> KnownHosts(string file) => ["-o", $"UserKnownHostsFile=\"{file}\"", "-o", "GlobalKnownHostsFile=none"];

    /// <summary>
    /// Puts AES-GCM first where the processor has AES and the user left the order at OpenSSH's default (ChaCha20 first):
    /// the same set of ciphers, about 1.7 times the throughput.
    /// </summary>
    /// <param name="configured">The value of <c>ciphers</c> that <c>ssh -G</c> prints.</param>
    public static IEnumerable<string> FastCipher(string? configured)
    {
        const string Fast = "aes128-gcm@openssh.com";
        var order = configured?.Split(',') ?? [];
        var hasAes = Aes.IsSupported || System.Runtime.Intrinsics.Arm.Aes.IsSupported;
        if (!hasAes || order.Length == 0 || order[0] != "chacha20-poly1305@openssh.com" || !order.Contains(Fast)) return [];
        return ["-o", "Ciphers=" + string.Join(',', order.Where(cipher => cipher != Fast).Prepend(Fast))];
    }
}
