namespace DockerOps.Upgrade;

/// <summary>The address that a host fetches an archive of static programs from.</summary>
internal static class ArchiveAddress
{
    /// <summary>
    /// Sees that it is one. Everybody on a host can read the arguments of the command that fetches it, and a journal keeps it, so it
    /// holds no password.
    /// </summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: it is none, or holds a password.</exception>
    public static void Check(string? address)
    {
        var shown = Secrets.Hide(address ?? "");
        if (shown != address && address is not null)
        {
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"The address '{shown}' holds a password, which everybody on the host could read. Fetch the archive yourself and give its -Path.", shown);
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https" or "ftp" or "file"))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{address}' is no address of an archive: give one that begins with https, http, ftp or file.", address);
    }
}
