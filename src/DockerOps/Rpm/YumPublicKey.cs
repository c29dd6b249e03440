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

    /// <summary>The steps that write it.</summary>
    public IReadOnlyList<HostStep> Write => [new CommandStep("mkdir", "-p", "--", Folder), new FileStep(path, text, "0644", Overwrite: true)];

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
        var path = $"{Folder}/RPM-GPG-KEY-{name}";
        var found = await shell.RunAsync(["cat", "--", path], cancellation).ConfigureAwait(false);
        return new(path, text, found.Success ? found.Output : null);
    }

    /// <summary>The document with this key in place of the addresses of keys.</summary>
    public YumConfiguration Name(YumConfiguration document) =>
        YumConfiguration.Of(document.Repositories.Select(repository => repository with { GpgKey = ["file://" + path] }));
}
