using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Upgrade;

/// <summary>An archive of static programs on this machine.</summary>
internal static class ArchiveFile
{
    /// <summary>Sees that it is the one that is meant, before anything is planned of it. The host sees to it again.</summary>
    /// <param name="path">A full path.</param>
    /// <param name="sha256">Its SHA-256, hexadecimal; null to go without.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">Corrupt: it has another one. NotPermitted: it cannot be read.</exception>
    public static async Task CheckAsync(string path, string? sha256, CancellationToken cancellation)
    {
        if (sha256 is null) return;
        await using var file = LocalFile.OpenRead(path);
        var found = Hex.Lower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
        if (!found.Equals(sha256, StringComparison.OrdinalIgnoreCase))
            throw new DockerOpsException(FailureKind.Corrupt, $"The SHA-256 of '{path}' is {found}, not {sha256}.", path);
    }
}
