namespace DockerOps.Rpm;

/// <summary>What a check of the signature of <c>repomd.xml</c> found.</summary>
/// <param name="Fingerprint">The primary key's fingerprint when it is good; else null.</param>
/// <param name="Problem">What is wrong, as a sentence; null when it is good.</param>
internal sealed record IndexSignature(string? Fingerprint, string? Problem)
{
    /// <summary>The fingerprint of the key that made it: the primary key, or one of its subkeys.</summary>
    public string? Signer { get; init; }
}
