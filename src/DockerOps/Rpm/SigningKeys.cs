using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>The secret keys of this user.</summary>
public static class SigningKeys
{
    /// <summary>Names by which gpg knows them: the addresses of their users, or whole user ids where those hold none.</summary>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<IReadOnlyList<string>> ListAsync(CancellationToken cancellation)
    {
        var shell = HostShell.Here;
        if (LocalTools.TryFind("gpg", "gpg2") is not { } gpg) return [];
        var result = await shell.RunAsync([gpg, "--batch", "--no-tty", "--with-colons", "--list-secret-keys"], cancellation).ConfigureAwait(false);
        return [.. result.Lines.Select(line => line.Split(':')).Where(fields => fields[0] == "uid" && fields.Length > 9).Select(fields => Address(fields[9]))];
    }

    private static string Address(string user)
    {
        var (from, to) = (user.LastIndexOf('<'), user.LastIndexOf('>'));
        return from >= 0 && to > from + 1 ? user[(from + 1)..to] : user;
    }
}
