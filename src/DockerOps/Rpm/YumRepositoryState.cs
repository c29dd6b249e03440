namespace DockerOps.Rpm;

/// <summary>A repository on this machine as it is now.</summary>
internal sealed record YumRepositoryState
{
    /// <summary>Its name: that of the .repo file it carries, else of its folder.</summary>
    public required string Name { get; init; }

    /// <summary>The address in its .repo file; null when it carries none.</summary>
    public string? BaseUrl { get; init; }

    /// <summary>Its metadata.</summary>
    public required YumMetadata Metadata { get; init; }

    /// <summary>Whether its <c>repomd.xml</c> has a signature.</summary>
    public required bool IsSigned { get; init; }

    /// <summary>The key that the signature names; null when there is none, or it names none.</summary>
    public string? Signer { get; init; }

    /// <summary>The public key it carries; null when there is none.</summary>
    public string? PublicKey { get; init; }

    /// <summary>Reads a repository.</summary>
    /// <exception cref="DockerOpsException">As <see cref="YumMetadata.ReadAsync"/>.</exception>
    public static async Task<YumRepositoryState> ReadAsync(string folder, CancellationToken cancellation)
    {
        var metadata = await YumMetadata.ReadAsync(folder, cancellation).ConfigureAwait(false);
        var definition = Directory.GetFiles(folder, "*.repo").Order(StringComparer.Ordinal)
            .SelectMany(file => YumConfigurationFile.Read(file).Repositories).FirstOrDefault();
        var signature = Path.Combine(folder, YumRepositoryFolder.Signature);
        var key = Path.Combine(folder, YumRepositoryFolder.Key);
        return new()
        {
            Name = definition?.Id ?? string.Concat(Path.GetFileName(folder).TrimStart('-', '.').Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' ? c : '-')),
            BaseUrl = definition?.BaseUrl is [var first, ..] ? first : null,
            Metadata = metadata,
            IsSigned = File.Exists(signature),
            Signer = await SignerAsync(folder, cancellation).ConfigureAwait(false),
            PublicKey = File.Exists(key) ? await File.ReadAllTextAsync(key, cancellation).ConfigureAwait(false) : null,
        };
    }

    /// <summary>The key that the signature of a repository names; null when there is none, or it names none.</summary>
    public static async Task<string?> SignerAsync(string folder, CancellationToken cancellation)
    {
        var signature = Path.Combine(folder, YumRepositoryFolder.Signature);
        return File.Exists(signature) && ArmoredText.Read(await File.ReadAllTextAsync(signature, cancellation).ConfigureAwait(false)) is { } bytes ? RpmSigner.Read(bytes) : null;
    }

    /// <summary>The repository as an object.</summary>
    public YumRepository Describe(string folder) => new()
    {
        Name = Name,
        Path = folder,
        BaseUrl = BaseUrl ?? FileAddress(folder),
        PackageCount = Metadata.Packages.Count,
        Size = Metadata.Packages.Select(package => package.Size).Total(),
        Revision = Metadata.Revision,
        SigningKey = Signer,
        PublicKey = Signer is null ? null : PublicKey,
    };

    /// <summary>The address of a folder of this machine.</summary>
    public static string FileAddress(string folder) => new Uri(folder).AbsoluteUri;
}
