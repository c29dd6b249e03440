using System.Security.Cryptography;

namespace DockerOps.Images.Transfer;

/// <summary>A layer that is being read.</summary>
/// <param name="DiffId">The digest its tar must have.</param>
/// <param name="Size">The bytes of its tar.</param>
/// <param name="Tar">The tar, to be read to its end.</param>
internal sealed record LayerData(string DiffId, long Size, Stream Tar)
{
    /// <summary>Compares what was read with what it must be.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>.</exception>
    public void Check(long length, IncrementalHash hash)
    {
        if (length != Size || LayerChain.OfHash(hash.GetHashAndReset()) != DiffId)
            throw new DockerOpsException(FailureKind.Corrupt, $"A layer that was read does not have its digest, {DiffId}.");
    }
}
