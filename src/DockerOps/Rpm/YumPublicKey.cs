using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// A public key that is brought to a host over its own connection, into the folder where keys of packages lie by custom. A key
/// that is fetched from the repository's own address proves nothing: who can change the one can change the other.
/// </summary>
internal sealed class YumPublicKey
{
    private const string Folder = "/etc/pki/rpm-gpg";
    private readonly string path;
    private readonly string text;
    private readonly string? old;

    private YumPublicKey(string path, string text, string? old)
    {
        this.path = path;
        this.text = text;
        this.old = old;
    }

    /// <summary>Whether another key is in its place.</summary>
    public bool Replaces => old is not null && old != text;

    /// <summary>The steps that write it; none where it is there already.</summary>
    public IReadOnlyList<HostStep> Write =>
        old == text ? [] : [new CommandStep("mkdir", "-p", "--", Folder), new FileStep(path, text, "0644", Overwrite: old is not null)];

    /// <summary>The steps that make rpm know it.</summary>
    public IReadOnlyList<HostStep> Import => [new CommandStep("rpm", "--import", path)];

    /// <summary>The step that takes it away, or brings back what was in its place.</summary>
    public HostStep Undo => old is null ? new CommandStep("rm", "-f", "--", path) : new FileStep(path, old, "0644", Overwrite: true);

    /// <summary>Looks at what is in its place.</summary>
    /// <exception cref="DockerOpsException">InvalidInput: the text is no public key.</exception>
    public static async Task<YumPublicKey> PrepareAsync(HostShell shell, string name, string text, CancellationToken cancellation)
    {
        if (!text.StartsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----", StringComparison.Ordinal) || ArmoredText.Read(text) is null)
            throw new DockerOpsException(FailureKind.InvalidInput, $"The public key of '{name}' is no OpenPGP key as text ('gpg --armor --export').", name);
        var path = Path(name);
        var found = await shell.RunAsync(["cat", "--", path], cancellation).ConfigureAwait(false);
        return new(path, text, found.Success ? found.Output : null);
    }

    /// <summary>
    /// The file of a key that came with a repository and goes with it: only that repository names it, and no package has brought it.
    /// Null when there is none.
    /// </summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="name">What the repository was registered as.</param>
    /// <param name="gone">The repository.</param>
    /// <param name="others">The host's other repositories.</param>
    /// <param name="cancellation">Ends the look.</param>
    public static async Task<string?> OfAsync(
        HostShell shell, string name, YumRepositoryDefinition gone, IEnumerable<YumRepositoryDefinition> others, CancellationToken cancellation)
    {
        var (path, address) = (Path(name), "file://" + Path(name));
        if (!gone.GpgKey.Contains(address) || others.Any(other => other.GpgKey.Contains(address))) return null;
        var look = await shell.RunAsync(["sh", "-c", "[ -f \"$1\" ] && ! rpm -qf -- \"$1\" >/dev/null 2>&1", "sh", path], cancellation).ConfigureAwait(false);
        return look.Success ? path : null;
    }

    private static string Path(string name) => $"{Folder}/RPM-GPG-KEY-{name}";

    /// <summary>The document with this key in place of the addresses of keys.</summary>
    public YumConfiguration Name(YumConfiguration document) =>
        YumConfiguration.Of(document.Repositories.Select(repository => repository with { GpgKey = ["file://" + path] }));
}
