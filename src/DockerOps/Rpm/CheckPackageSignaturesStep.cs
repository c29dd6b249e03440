using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>rpm has to take the signatures of packages, by the key alone that signs: what this machine trusts plays no part.</summary>
/// <param name="Key">The key.</param>
/// <param name="KeyFile">The file of its public part, as text.</param>
/// <param name="Folder">The folder they lie in.</param>
/// <param name="Paths">The packages, relative to it.</param>
/// <param name="Place">The folder it will become.</param>
internal sealed record CheckPackageSignaturesStep(SigningKey Key, string KeyFile, string Folder, IReadOnlyList<string> Paths, string Place) : HostStep
{
    public override string Show(HostShell shell) => $"check the signatures of {(Paths.Count == 1 ? "1 package" : $"{Paths.Count} packages")} by {Key.Fingerprint}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        using var signatures = new RepositorySignatures(shell, Folder);
        var bad = await signatures.FindBadAsync(KeyFile, [.. Paths.Select(path => Path.Combine(Folder, path))], meter, cancellation).ConfigureAwait(false);
        if (bad is [var (file, words), ..])
            throw new DockerOpsException(FailureKind.Corrupt, $"'{Place}' was not changed: the signature of '{Path.GetRelativePath(Folder, file)}' is not good: {words}.", Place);
    }
}
