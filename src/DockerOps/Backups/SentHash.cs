using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Backups;

/// <summary>Moves bytes and remembers how many they were and their SHA-256.</summary>
internal sealed class SentHash
{
    public long Size { get; private set; }

    /// <summary>In lower-case hexadecimal.</summary>
    public string Hash { get; private set; } = "";

    public async Task MoveAsync(Stream source, Stream target, TransferMeter meter, CancellationToken cancellation)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Size = await BytePump.MoveAsync(source, target, hash, meter, cancellation).ConfigureAwait(false);
        Hash = Hex.Lower(hash.GetHashAndReset());
    }
}
