using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Checks the signatures of a repository, in a keyring and an rpm database of their own: what this
/// user or this machine trusts plays no part.
/// </summary>
internal sealed class RepositorySignatures : IDisposable
{
    private const int FilesAtOnce = 200;
    private readonly HostShell shell;
    private readonly string folder;
    private readonly PrivateFolder room = new();

    public RepositorySignatures(HostShell shell, string folder)
    {
        this.shell = shell;
        this.folder = folder;
    }

    public void Dispose() => room.Dispose();

    /// <summary>Checks the signature of <c>repomd.xml</c>.</summary>
    public async Task<IndexSignature> CheckIndexAsync(CancellationToken cancellation)
    {
        var key = Path.Combine(folder, YumRepositoryFolder.Key);
        if (!File.Exists(key)) return new(null, $"'{folder}' has no {YumRepositoryFolder.Key}, without which no host can check its signature.");
        if (ArmoredText.Read(await File.ReadAllTextAsync(key, cancellation).ConfigureAwait(false)) is not { } bytes) return new(null, $"'{key}' is no OpenPGP key as text.");
        var keyring = Path.Combine(room.Path, "key.gpg");
        await File.WriteAllBytesAsync(keyring, bytes, cancellation).ConfigureAwait(false);
        var gpgv = LocalTools.Find("gpgv", "gpgv2");
        var result = await shell.RunAsync(
            [gpgv, "--homedir", room.Path, "--status-fd", "1", "--keyring", keyring, "--", Path.Combine(folder, YumRepositoryFolder.Signature), Path.Combine(folder, YumRepositoryFolder.Index)],
            cancellation).ConfigureAwait(false);

        // gpg's status lines (doc/DETAILS): VALIDSIG is followed by the fingerprint that signed and eight more fields, and
        // ends with that of the primary key.
        var valid = result.Lines.FirstOrDefault(line => line.StartsWith("[GNUPG:] VALIDSIG ", StringComparison.Ordinal))?.Split(' ');
        return result.Success && valid is not null
            ? new(valid[^1], null) { Signer = valid[2] }
            : new(null, $"The signature of '{Path.Combine(folder, YumRepositoryFolder.Index)}' is not good: {LastLine(result.ErrorOutput)}");
    }

    /// <summary>Checks the signatures of packages.</summary>
    /// <param name="key">The file of the public key, as text.</param>
    /// <param name="files">Their full paths.</param>
    /// <param name="meter">Told what is done.</param>
    /// <param name="cancellation">Ends the check.</param>
    /// <returns>Those that rpm does not take, with its words.</returns>
    public async Task<IReadOnlyList<(string File, string Words)>> FindBadAsync(string key, IReadOnlyList<string> files, TransferMeter meter, CancellationToken cancellation)
    {
        if (files.Count == 0) return [];
        var rpmkeys = LocalTools.Find("rpmkeys");
        var (database, keys) = (Path.Combine(room.Path, "db"), Path.Combine(room.Path, "keys"));
        foreach (var made in (string[])[database, keys]) Directory.CreateDirectory(made);
        File.Copy(key, Path.Combine(keys, "repository.key"), overwrite: true);
        meter.Status = "checking the signatures of packages";

        // A folder with the key in place of a database: nothing has to be imported (rpm's macros, _keyring).
        IReadOnlyList<string> words = ["env", "LC_ALL=C", rpmkeys, "--dbpath", database, "--define", "_keyring fs", "--define", $"_keyringpath {keys}/"];
        List<(string, string)> bad = [];
        foreach (var some in files.Chunk(FilesAtOnce))
        {
            // One line for each, in the same order: 'PATH: digests signatures OK'.
            var result = await shell.RunAsync([.. words, "--checksig", "--", .. some], cancellation).ConfigureAwait(false);
            var answers = result.Lines.Where(line => line.Contains(": ", StringComparison.Ordinal)).ToList();
            foreach (var file in some)
            {
                var answer = answers.Find(line => line.StartsWith(file + ": ", StringComparison.Ordinal))?[(file.Length + 2)..];
                if (answer is null || answer.Contains("NOT OK", StringComparison.Ordinal) || !answer.EndsWith("OK", StringComparison.Ordinal))
                    bad.Add((file, answer ?? LastLine(result.ErrorOutput)));
            }
        }

        return bad;
    }

    private static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "no reason was given";
}
