using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace DockerOps.Transport;

/// <summary>Dials a TCP port, with mutual TLS where the host has a certificate folder (dockerd(8), <c>--tlsverify</c>).</summary>
internal static class TcpDial
{
    public static Dial To(DockerHost host) => async cancellation =>
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(host.HostName!, host.Port!.Value, cancellation).ConfigureAwait(false);
            var stream = new NetworkStream(socket, ownsSocket: true);
            return host.CertificatePath is null ? stream : await SecureAsync(stream, host, cancellation).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            socket.Dispose();
            throw e switch
            {
                SocketException => new DockerOpsException(
                    FailureKind.Unreachable, $"No engine answers at '{host}' ({e.Message}).", host, e),
                AuthenticationException or IOException => new DockerOpsException(
                    FailureKind.NotPermitted, $"TLS with '{host}' failed, using the certificates in '{host.CertificatePath}': {e.Message}", host, e),
                _ => e,
            };
        }
    };

    private static async Task<Stream> SecureAsync(Stream plain, DockerHost host, CancellationToken cancellation)
    {
        var secure = new SslStream(plain);
        await secure.AuthenticateAsClientAsync(Options(host), cancellation).ConfigureAwait(false);
        return secure;
    }

    private static SslClientAuthenticationOptions Options(DockerHost host)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = host.HostName };
        var folder = host.CertificatePath!;
        try
        {
            if (File.Exists(Path.Combine(folder, "ca.pem")))
            {
                var policy = new X509ChainPolicy
                {
                    TrustMode = X509ChainTrustMode.CustomRootTrust,
                    RevocationMode = X509RevocationMode.NoCheck,
                };
                policy.CustomTrustStore.ImportFromPemFile(Path.Combine(folder, "ca.pem"));
                options.CertificateChainPolicy = policy;
            }

            if (File.Exists(Path.Combine(folder, "cert.pem")))
            {
                var pair = X509Certificate2.CreateFromPemFile(Path.Combine(folder, "cert.pem"), Path.Combine(folder, "key.pem"));
                options.ClientCertificateContext = SslStreamCertificateContext.Create(Persisted(pair), additionalCertificates: null, offline: true);
            }
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"The certificates in '{folder}' cannot be used: {e.Message}", folder, e);
        }

        return options;
    }

    // SChannel cannot use a key that lives in memory only.
    private static X509Certificate2 Persisted(X509Certificate2 pair)
    {
        if (!OperatingSystem.IsWindows()) return pair;
        using (pair) return new X509Certificate2(pair.Export(X509ContentType.Pkcs12));
    }
}
