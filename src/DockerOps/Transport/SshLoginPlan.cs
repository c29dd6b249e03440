using DockerOps.Files;

namespace DockerOps.Transport;

/// <summary>The words of an ssh call that logs in as the user asked, with host keys checked.</summary>
/// <param name="Words">Program and options, up to the host.</param>
/// <param name="Password">The password's hand-over, or null for a key login.</param>
internal sealed record SshLoginPlan(List<string> Words, SshPassword? Password)
{
    public static async Task<SshLoginPlan> MakeAsync(DockerHost host, SshLogin login, PrivateFolder folder, CancellationToken cancellation)
    {
        var words = SshCommand.Base(host, login.Timeout);
        var settings = await SshSettings.ReadAsync(host, words, cancellation).ConfigureAwait(false);
        words.AddRange(SshCommand.FastCipher(settings.GetValueOrDefault("ciphers")));

        var key = login.HostKeyFingerprint is not null || login.Password is not null
            ? await SshHostKey.ScanAsync(host, folder, login.Timeout, cancellation).ConfigureAwait(false)
            : null;
        if (login.HostKeyFingerprint is { } pin)
        {
            await CheckPinAsync(host, pin, key!, words, cancellation).ConfigureAwait(false);
            words.AddRange(["-o", "StrictHostKeyChecking=yes", .. SshCommand.KnownHosts(folder.Write("known", key!.KnownHostsLine + "\n"))]);
        }
        else
        {
            words.AddRange(["-o", "StrictHostKeyChecking=" + (login.AcceptNewHostKey ? "accept-new" : "yes")]);
        }

        if (login.Password is not { } ask)
        {
            words.AddRange(SshCommand.KeysOnly);
            return new SshLoginPlan(words, null);
        }

        words.AddRange(SshCommand.PasswordOnce(key!.PasswordMethod(host)));
        return new SshLoginPlan(words, new SshPassword(folder, ask()));
    }

    // A pin says which key is right, so an unknown host is fine; but a key that contradicts known_hosts is refused even
    // when it fits the pin: one of the two is wrong, and only a person can say which.
    private static async Task CheckPinAsync(DockerHost host, string pin, SshHostKey key, List<string> words, CancellationToken cancellation)
    {
        var wanted = pin.StartsWith("SHA256:", StringComparison.Ordinal) ? pin : "SHA256:" + pin;
        if (key.Fingerprint != wanted.TrimEnd('=')) throw SshFailure.WrongPin(host, key, pin);

        await using var process = HostProcess.Start(
        [
            .. words, .. SshCommand.KeysOnly, "-o", "ControlPath=none", "-o", "StrictHostKeyChecking=yes",
            "-o", "PreferredAuthentications=none", "--", host.HostName!, "true",
        ]);
        process.Input.Close();
        await process.WaitAsync(cancellation).ConfigureAwait(false);
        var errors = await process.ErrorsAsync().ConfigureAwait(false);
        if (SshFailure.IsChangedKey(errors)) throw SshFailure.ChangedKey(host, errors);
    }
}
