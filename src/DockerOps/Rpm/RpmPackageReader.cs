using System.Security.Cryptography;
using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>
/// Reads package files without rpm: lead, signature header, main header, payload, in one pass. Everything that a package
/// says of its own bytes is checked. Source: rpm's file format reference (versions 3, 4 and 6 of the format).
/// </summary>
public static class RpmPackageReader
{
    /// <summary>The ending of a package's file name.</summary>
    public const string Extension = ".rpm";

    /// <summary>Reads a package.</summary>
    /// <param name="path">The file, a full path.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="DockerOpsException">
    /// <see cref="FailureKind.Corrupt"/>: it is no package, or its lengths, digests or entries do not agree with its bytes.
    /// NotFound, NotPermitted, InvalidInput (a folder), Unreachable (the file cannot be read).
    /// </exception>
    public static Task<RpmPackage> ReadAsync(string path, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(path);
        return OpenAsync(path, bytes => ReadAllAsync(path, bytes, cancellation));
    }

    /// <summary>The SHA-256 of a package's main header, without reading what follows.</summary>
    /// <exception cref="DockerOpsException">As for reading all of it.</exception>
    internal static Task<string> ReadHeaderSha256Async(string path, CancellationToken cancellation) => OpenAsync(path, async bytes =>
    {
        await bytes.ReadLeadAsync(cancellation).ConfigureAwait(false);
        await bytes.ReadHeaderAsync(padded: true, hash: null, cancellation).ConfigureAwait(false);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await bytes.ReadHeaderAsync(padded: false, hash.AppendData, cancellation).ConfigureAwait(false);
        return Hex.Lower(hash.GetHashAndReset());
    });

    private static async Task<RpmPackage> ReadAllAsync(string path, RpmBytes bytes, CancellationToken cancellation)
    {
        await bytes.ReadLeadAsync(cancellation).ConfigureAwait(false);
        var signature = await bytes.ReadHeaderAsync(padded: true, hash: null, cancellation).ConfigureAwait(false);
        using var headerHash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var digests = RpmDigests.Of(signature);
        var start = bytes.Position;
        var header = await bytes.ReadHeaderAsync(padded: false, digests.Header(headerHash), cancellation).ConfigureAwait(false);
        await bytes.ReadRestAsync(digests.Payload(header), cancellation).ConfigureAwait(false);
        var headerSha256 = Hex.Lower(headerHash.GetHashAndReset());
        digests.Check(headerSha256, bytes.Position - start);
        return Package(path, header, signature, bytes, headerSha256);
    }

    private static async Task<T> OpenAsync<T>(string path, Func<RpmBytes, Task<T>> read)
    {
        await using var file = LocalFile.OpenRead(path);
        using var bytes = new RpmBytes(file);
        try
        {
            return await read(bytes).ConfigureAwait(false);
        }
        catch (InvalidDataException e)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' is damaged, or no RPM package: {e.Message}.", path, e);
        }
        catch (IOException e)
        {
            throw LocalFile.Explain(e, path);
        }
    }

    private static RpmPackage Package(string path, RpmHeader header, RpmHeader signature, RpmBytes bytes, string headerSha256)
    {
        // rpm tells a source package by what its header lacks: every binary package names the source it was built from.
        var isSource = !header.Has(RpmTag.SourceRpm);
        return new RpmPackage
        {
            Name = Word(header, RpmTag.Name, "name"),
            Epoch = checked((int)Math.Min(header.Number(RpmTag.Epoch) ?? 0, int.MaxValue)),
            Version = Word(header, RpmTag.Version, "version"),
            Release = Word(header, RpmTag.Release, "release"),
            Architecture = isSource ? RpmPackage.SourceArchitecture : Word(header, RpmTag.Architecture, "architecture"),
            Summary = header.Text(RpmTag.Summary),
            Size = bytes.Position,
            InstalledSize = header.Number(RpmTag.LongSize) ?? header.Number(RpmTag.Size),
            BuildTime = header.Number(RpmTag.BuildTime) is { } seconds and <= uint.MaxValue ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null,
            Sha256 = bytes.FileSha256(),
            HeaderSha256 = headerSha256,
            Signer = Signer(signature),
            Path = path,
        };
    }

    // These become file names and words of commands. rpmbuild takes only such characters (rpm-spec(7)).
    private static string Word(RpmHeader header, int tag, string what)
    {
        var text = header.Text(tag);
        if (string.IsNullOrEmpty(text)) throw new InvalidDataException($"it has no {what}");
        return text[0] is '-' or '.' || !text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '~' or '^' or '-' or '%' or '{' or '}')
            ? throw new InvalidDataException($"its {what} holds characters that none may have")
            : text;
    }

    private static string? Signer(RpmHeader signature)
    {
        if (signature.Text(RpmTag.OpenPgp) is { } text)
        {
            var packet = new byte[text.Length];
            return Convert.TryFromBase64String(text, packet, out var length) ? RpmSigner.Read(packet.AsSpan(0, length)) : null;
        }

        int[] tags = [RpmTag.RsaHeader, RpmTag.DsaHeader, RpmTag.Pgp, RpmTag.Gpg];
        return tags.Select(signature.Bytes).OfType<byte[]>().Select(packet => RpmSigner.Read(packet)).FirstOrDefault();
    }
}
