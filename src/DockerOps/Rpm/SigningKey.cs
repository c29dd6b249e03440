using System.Globalization;
using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// A secret key in the keyring of this user (<c>$GNUPGHOME</c>, else <c>~/.gnupg</c>). Its passphrase comes from gpg's agent;
/// one that is given goes through a file that only this user can read, in memory where there is such a place.
/// </summary>
internal sealed class SigningKey
{
    private const string PassphraseName = "passphrase";
    private readonly string? passphrase;

    private SigningKey(string program, IReadOnlyList<string> fingerprints, string? passphrase)
    {
        Program = program;
        Fingerprints = fingerprints;
        this.passphrase = passphrase;
    }

    /// <summary>The primary key's fingerprint.</summary>
    public string Fingerprint => Fingerprints[0];

    private string Program { get; }

    private IReadOnlyList<string> Fingerprints { get; }

    /// <summary>Finds a secret key.</summary>
    /// <param name="shell">This machine.</param>
    /// <param name="name">A fingerprint, key id, name or address, as gpg takes them.</param>
    /// <param name="passphrase">Its passphrase; null leaves it to gpg's agent.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <exception cref="DockerOpsException">NotFound: no such secret key. InvalidInput: several, or one that cannot sign. Unsupported: no gpg.</exception>
    public static async Task<SigningKey> FindAsync(HostShell shell, string name, string? passphrase, CancellationToken cancellation)
    {
        var program = LocalTools.Find("gpg", "gpg2");
        var result = await shell.RunAsync([program, "--batch", "--no-tty", "--with-colons", "--fixed-list-mode", "--list-secret-keys", "--", name], cancellation).ConfigureAwait(false);
        var keys = Read(result.Lines);
        if (keys.Count == 0)
            throw new DockerOpsException(FailureKind.NotFound, $"There is no secret key '{name}' in this user's keyring. 'gpg --list-secret-keys' shows those there are.", name);
        if (keys.Count > 1)
        {
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"'{name}' means several secret keys: {string.Join(", ", keys.Select(key => key.Fingerprints[0]))}. Give one's fingerprint.", name);
        }

        return keys[0].CanSign
            ? new SigningKey(program, keys[0].Fingerprints, passphrase)
            : throw new DockerOpsException(FailureKind.InvalidInput, $"The key '{name}' cannot sign: it is expired, revoked, disabled or meant for something else.", name);
    }

    /// <summary>The fingerprints of the public keys that a name means, subkeys included; none when there is no such key.</summary>
    public static async Task<IReadOnlyList<string>> FingerprintsAsync(HostShell shell, string name, CancellationToken cancellation)
    {
        var program = LocalTools.Find("gpg", "gpg2");
        var result = await shell.RunAsync([program, "--batch", "--no-tty", "--with-colons", "--list-keys", "--", name], cancellation).ConfigureAwait(false);
        return [.. result.Lines.Select(line => line.Split(':')).Where(fields => fields[0] == "fpr" && fields.Length > 9).Select(fields => fields[9])];
    }

    /// <summary>Whether a signature that names this signer was made with the key or one of its subkeys.</summary>
    public bool Made(string? signer) =>
        signer is { Length: >= 16 } && Fingerprints.Any(fingerprint => fingerprint.EndsWith(signer, StringComparison.OrdinalIgnoreCase));

    /// <summary>The command that signs packages, each in its place.</summary>
    public IReadOnlyList<string> SignPackages(IEnumerable<string> files, string? passphraseFile) =>
    [
        "rpmsign", "--define", $"__gpg {Program}", "--define", $"_gpg_name {Fingerprint}",
        "--define", "_gpg_sign_cmd_extra_args " + string.Join(' ', Unattended(passphraseFile)), "--addsign", .. files,
    ];

    /// <summary>The command that writes a signature of a file beside it, as text.</summary>
    public IReadOnlyList<string> SignFile(string file, string signature, string? passphraseFile) =>
        [Program, .. Unattended(passphraseFile), "--yes", "--local-user", Fingerprint, "--armor", "--output", signature, "--detach-sign", "--", file];

    /// <summary>The command that writes the public key to a file, as text.</summary>
    public IReadOnlyList<string> Export(string file) => [Program, "--batch", "--no-tty", "--yes", "--armor", "--output", file, "--export", Fingerprint];

    /// <summary>What stands for the file of a passphrase in a command that is only shown; null when there is none.</summary>
    public string? ShownPassphraseFile => passphrase is null ? null : "(passphrase)";

    /// <summary>Runs work with a file that holds the passphrase, and takes the file away.</summary>
    public async Task<T> WithPassphraseAsync<T>(Func<string?, Task<T>> work)
    {
        if (passphrase is null) return await work(null).ConfigureAwait(false);
        using var folder = new PrivateFolder();
        return await work(folder.Write(PassphraseName, passphrase)).ConfigureAwait(false);
    }

    /// <summary>The failure that a signing command's last words mean.</summary>
    public DockerOpsException Explain(DockerOpsException failure)
    {
        bool Says(string words) => failure.Message.Contains(words, StringComparison.OrdinalIgnoreCase);
        return Says("Bad passphrase") || Says("No passphrase") || Says("pinentry") || Says("Inappropriate ioctl") || Says("Operation cancelled")
            ? new(FailureKind.NotPermitted, $"gpg did not unlock the key {Fingerprint}: its passphrase is wrong or missing (-Passphrase, or gpg's agent). {failure.Message}", Fingerprint, failure)
            : failure;
    }

    private static List<string> Unattended(string? passphraseFile) =>
        passphraseFile is null ? ["--batch", "--no-tty"] : ["--batch", "--no-tty", "--pinentry-mode", "loopback", "--passphrase-file", passphraseFile];

    // gpg's colon listing (doc/DETAILS): 'sec' begins a key, field 2 is its validity, field 12 what the whole key can do in
    // capital letters; 'fpr' lines give its fingerprint and those of its subkeys.
    private static List<(List<string> Fingerprints, bool CanSign)> Read(IEnumerable<string> lines)
    {
        List<(List<string> Fingerprints, bool CanSign)> keys = [];
        foreach (var fields in lines.Select(line => line.Split(':')))
        {
            if (fields[0] == "sec" && fields.Length > 11)
                keys.Add(([], fields[1] is not ("e" or "r" or "i" or "d" or "n") && fields[11].Contains('S', StringComparison.Ordinal) && !fields[11].Contains('D', StringComparison.Ordinal)));
            else if (fields[0] == "fpr" && fields.Length > 9 && keys.Count > 0)
                keys[^1].Fingerprints.Add(fields[9].ToUpper(CultureInfo.InvariantCulture));
        }

        return keys;
    }
}
