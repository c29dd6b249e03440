using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DockerOps.Files;

namespace DockerOps.Daemon;

/// <summary>
/// Makes the certificates of an engine's TLS, with the names and modes of the documentation's "Protect the Docker daemon socket":
/// <c>ca.pem</c>, <c>server-cert.pem</c> and <c>cert.pem</c> 0444, their keys 0400.
/// </summary>
public static class DockerCertificates
{
    private const string CaFile = "ca.pem", CaKeyFile = "ca-key.pem";
    private static DateTimeOffset NotBefore => DateTimeOffset.UtcNow.AddHours(-1);

    /// <summary>What would be written, for people to read.</summary>
    /// <exception cref="DockerOpsException">As <see cref="Create"/>, as far as it can be told without making anything.</exception>
    public static IReadOnlyList<string> Plan(DockerCertificateRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return [.. Wanted(request).SelectMany(w => new[] { $"write {w.Key} (mode 0400)", $"write {w.Path} (mode 0444): {w.What}" })];
    }

    /// <summary>Makes those that are missing, with an authority that is there already or a new one.</summary>
    /// <param name="request">What is wanted.</param>
    /// <returns>The authority and the certificates that were asked for.</returns>
    /// <exception cref="DockerOpsException">
    /// Conflict: a server certificate is there. NotFound: the authority's key is not. InvalidInput: the authority cannot be used, or its
    /// password is wrong. NotPermitted, NoSpace.
    /// </exception>
    public static IReadOnlyList<DockerCertificate> Create(DockerCertificateRequest request)
    {
        var wanted = Wanted(request).ToList();
        try
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(request.Folder);
            else Directory.CreateDirectory(request.Folder, (UnixFileMode)0x1C0);
            if (wanted.Any(w => w.Kind == DockerCertificateKind.Authority)) MakeAuthority(request);
            using var authority = DockerAuthority.Open(Place(request, CaFile), Place(request, CaKeyFile), request.AuthorityPassword);
            foreach (var part in wanted.Where(w => w.Kind != DockerCertificateKind.Authority)) Make(authority, request, part);
            return [.. Files(request).Select(f => Describe(f.Kind, f.Path, f.Key, wanted.Any(w => w.Path == f.Path)))];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new DockerOpsException(FailureKind.NotPermitted, $"'{request.Folder}' may not be written: {e.Message}", request.Folder, e);
        }
        catch (IOException e)
        {
            throw LocalFile.Explain(e, request.Folder);
        }
    }

    /// <summary>Sees that the server certificate of a folder has its key and its authority.</summary>
    /// <exception cref="DockerOpsException">InvalidInput: an engine could not use them.</exception>
    internal static void CheckServer(string folder)
    {
        try
        {
            using var pair = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "server-cert.pem"), Path.Combine(folder, "server-key.pem"));
            using var chain = new X509Chain();
            chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
            chain.ChainPolicy.ApplicationPolicy.Add(new Oid("1.3.6.1.5.5.7.3.1"));
            chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(Path.Combine(folder, CaFile));
            if (!chain.Build(pair))
                throw new DockerOpsException(FailureKind.InvalidInput, $"The server certificate in '{folder}' cannot be used: {chain.ChainStatus[0].StatusInformation.Trim()}", folder);
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            throw new DockerOpsException(FailureKind.InvalidInput, $"The server certificate in '{folder}' cannot be used: {e.Message}", folder, e);
        }
    }

    private static IEnumerable<(DockerCertificateKind Kind, string Path, string Key, string What)> Wanted(DockerCertificateRequest request)
    {
        var (ca, key) = (File.Exists(Place(request, CaFile)), File.Exists(Place(request, CaKeyFile)));
        if (ca && !key) throw new DockerOpsException(FailureKind.NotFound, $"'{Place(request, CaFile)}' is there, but not its key '{CaKeyFile}', without which nothing can be signed.", request.Folder);
        if (!ca && key) throw new DockerOpsException(FailureKind.Conflict, $"'{Place(request, CaKeyFile)}' is there without '{CaFile}'; it is left alone. Use another folder.", request.Folder);
        foreach (var (kind, path, keyPath, what) in Files(request))
        {
            var exists = File.Exists(path) || File.Exists(keyPath);
            if (exists && kind == DockerCertificateKind.Server && !request.Force)
                throw new DockerOpsException(FailureKind.Conflict, $"'{path}' exists already. Use -Force to replace it, or another folder.", path);
            if (!exists || (request.Force && kind != DockerCertificateKind.Authority)) yield return (kind, path, keyPath, what);
        }
    }

    private static IEnumerable<(DockerCertificateKind Kind, string Path, string Key, string What)> Files(DockerCertificateRequest request)
    {
        yield return (DockerCertificateKind.Authority, Place(request, CaFile), Place(request, CaKeyFile), "an authority");
        if (request.HostNames.Count > 0)
            yield return (DockerCertificateKind.Server, Place(request, "server-cert.pem"), Place(request, "server-key.pem"), "the engine at " + string.Join(", ", request.HostNames));
        yield return (DockerCertificateKind.Client, Place(request, "cert.pem"), Place(request, "key.pem"), $"the client '{request.ClientName}'");
    }

    private static void MakeAuthority(DockerCertificateRequest request)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var wish = new CertificateRequest(DockerAuthority.Name("Docker authority"), key, HashAlgorithmName.SHA256);
        wish.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        wish.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        wish.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(wish.PublicKey, critical: false));
        using var certificate = wish.CreateSelfSigned(NotBefore, NotBefore.AddDays(10.0 * request.Days));
        PrivateFile.Write(Place(request, CaKeyFile), DockerAuthority.KeyText(key, request.AuthorityPassword), 0x100);
        PrivateFile.Write(Place(request, CaFile), certificate.ExportCertificatePem() + "\n", 0x124);
    }

    private static void Make(DockerAuthority authority, DockerCertificateRequest request, (DockerCertificateKind Kind, string Path, string Key, string What) part)
    {
        var server = part.Kind == DockerCertificateKind.Server;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = authority.Sign(
            key, server ? request.HostNames[0] : request.ClientName, server ? request.HostNames : [], server ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2", NotBefore, request.Days);
        PrivateFile.Write(part.Key, DockerAuthority.KeyText(key, null), 0x100);
        PrivateFile.Write(part.Path, certificate.ExportCertificatePem() + "\n", 0x124);
    }

    private static DockerCertificate Describe(DockerCertificateKind kind, string path, string key, bool isNew)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>().ToList();
        return new()
        {
            Kind = kind,
            Path = path,
            KeyPath = key,
            Subject = certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false),
            HostName = [.. names.SelectMany(n => n.EnumerateDnsNames()), .. names.SelectMany(n => n.EnumerateIPAddresses()).Select(a => a.ToString())],
            NotAfter = new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
            Fingerprint = certificate.GetCertHashString(HashAlgorithmName.SHA256).ToLowerInvariant(),
            IsNew = isNew,
        };
    }

    private static string Place(DockerCertificateRequest request, string name) => Path.Combine(request.Folder, name);
}
