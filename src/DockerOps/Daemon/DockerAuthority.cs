using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerOps.Daemon;

/// <summary>An authority with its key, RSA or elliptic curves, ours or one of openssl's.</summary>
internal sealed class DockerAuthority : IDisposable
{
    private readonly X509Certificate2 certificate;

    private DockerAuthority(X509Certificate2 certificate) => this.certificate = certificate;

    /// <exception cref="DockerOpsException">InvalidInput: the files or the password are wrong.</exception>
    public static DockerAuthority Open(string path, string keyPath, string? password)
    {
        try
        {
            var isSecret = File.ReadAllText(keyPath).Contains("ENCRYPTED", StringComparison.Ordinal);
            if (isSecret && password is null)
                throw new DockerOpsException(FailureKind.InvalidInput, $"'{keyPath}' has a password; give it with -AuthorityPassword.", keyPath);
            return new(isSecret ? X509Certificate2.CreateFromEncryptedPemFile(path, password, keyPath) : X509Certificate2.CreateFromPemFile(path, keyPath));
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new DockerOpsException(FailureKind.InvalidInput, $"The authority '{path}' cannot be used; its key or the password is another one: {e.Message}", path, e);
        }
    }

    /// <summary>Makes a certificate out to somebody.</summary>
    /// <param name="key">Their key.</param>
    /// <param name="name">Their name.</param>
    /// <param name="hosts">Names and addresses that they stand for.</param>
    /// <param name="purpose">The object id of what it is for (RFC 5280, 4.2.1.12).</param>
    /// <param name="from">Its first moment.</param>
    /// <param name="days">How many days it lasts, if the authority does.</param>
    public X509Certificate2 Sign(ECDsa key, string name, IReadOnlyList<string> hosts, string purpose, DateTimeOffset from, int days)
    {
        var wish = new CertificateRequest(Name(name), key, HashAlgorithmName.SHA256);
        wish.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        wish.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        wish.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        wish.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(wish.PublicKey, critical: false));
        if (certificate.Extensions.OfType<X509SubjectKeyIdentifierExtension>().Any())
            wish.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(certificate, true, false));
        if (hosts.Count > 0)
        {
            var names = new SubjectAlternativeNameBuilder();
            foreach (var host in hosts)
            {
                if (IPAddress.TryParse(host, out var address)) names.AddIpAddress(address);
                else names.AddDnsName(host);
            }

            wish.CertificateExtensions.Add(names.Build());
        }

        var end = from.AddDays(days);
        var last = new DateTimeOffset(certificate.NotAfter);
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] &= 0x7F;
        using var rsa = certificate.GetRSAPrivateKey();
        using var curve = certificate.GetECDsaPrivateKey();
        var signature = rsa is not null ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1) : X509SignatureGenerator.CreateForECDsa(curve!);
        return wish.Create(certificate.SubjectName, signature, from, end < last ? end : last, serial);
    }

    /// <summary>A private key as PEM, with a password if there is one.</summary>
    public static string KeyText(ECDsa key, string? password) => (password is null
        ? key.ExportPkcs8PrivateKeyPem()
        : key.ExportEncryptedPkcs8PrivateKeyPem(password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 200_000))) + "\n";

    /// <summary>A name with one part, whatever characters are in it.</summary>
    public static X500DistinguishedName Name(string name)
    {
        var builder = new X500DistinguishedNameBuilder();
        builder.AddCommonName(name);
        return builder.Build();
    }

    /// <inheritdoc/>
    public void Dispose() => certificate.Dispose();
}
