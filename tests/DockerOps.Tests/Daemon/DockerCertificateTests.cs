using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using DockerOps.Daemon;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Daemon;

[Collection(nameof(RestartedHostTests))]
public sealed class DockerCertificateTests : IDisposable
{
    private readonly string folder = Path.Combine(Directory.CreateTempSubdirectory().FullName, "certs");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);

    [Fact]
    public void Authority_server_and_client_are_made_with_their_modes_and_the_authority_is_used_again()
    {
        var made = DockerCertificates.Create(Request("node1", "10.0.0.5"));

        Assert.Equal([DockerCertificateKind.Authority, DockerCertificateKind.Server, DockerCertificateKind.Client], made.Select(c => c.Kind));
        Assert.All(made, c => Assert.True(c.IsNew));
        Assert.Equal(["node1", "10.0.0.5"], made[1].HostName);
        DockerCertificates.CheckServer(folder);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var c in made) Assert.Equal(((UnixFileMode)0x124, (UnixFileMode)0x100), (File.GetUnixFileMode(c.Path), File.GetUnixFileMode(c.KeyPath)));
            Assert.Equal((UnixFileMode)0x1C0, File.GetUnixFileMode(folder));
        }

        using (var server = X509Certificate2.CreateFromPem(File.ReadAllText(made[1].Path)))
        {
            Assert.True(server.MatchesHostname("node1"));
            Assert.True(server.MatchesHostname("10.0.0.5"));
            Assert.False(server.MatchesHostname("node2"));
        }

        Assert.Equal(FailureKind.Conflict, Assert.Throws<DockerOpsException>(() => DockerCertificates.Create(Request("node2"))).Kind);
        var again = DockerCertificates.Create(Request("node2") with { Force = true });
        Assert.Equal((made[0].Fingerprint, false), (again[0].Fingerprint, again[0].IsNew));
        Assert.NotEqual(made[1].Fingerprint, again[1].Fingerprint);
        DockerCertificates.CheckServer(folder);
        Assert.Equal(6, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public void An_authority_of_openssl_with_a_password_signs_too()
    {
        Directory.CreateDirectory(folder);
        using var rsa = RSA.Create(2048);
        var wish = new CertificateRequest("CN=old", rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        wish.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        using var authority = wish.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(Path.Combine(folder, "ca.pem"), authority.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "ca-key.pem"), rsa.ExportEncryptedPkcs8PrivateKeyPem("secret", new(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)));

        foreach (var wrong in new[] { null, "guess" })
        {
            var failure = Assert.Throws<DockerOpsException>(() => DockerCertificates.Create(Request("n") with { AuthorityPassword = wrong }));
            Assert.Equal(FailureKind.InvalidInput, failure.Kind);
            Assert.DoesNotContain("guess", failure.Message, StringComparison.Ordinal);
        }

        var made = DockerCertificates.Create(Request("n") with { AuthorityPassword = "secret" });
        DockerCertificates.CheckServer(folder);
        Assert.True(made[1].NotAfter <= new DateTimeOffset(authority.NotAfter.ToUniversalTime()));
    }

    [Fact]
    public void What_is_shown_is_what_is_written()
    {
        var lines = DockerCertificates.Plan(Request("n"));
        Assert.False(Directory.Exists(folder));
        DockerCertificates.Create(Request("n"));
        Assert.Equal(Directory.GetFiles(folder).Order(StringComparer.Ordinal), lines.Select(line => line.Split(' ')[1]).Order(StringComparer.Ordinal));
        File.Delete(Path.Combine(folder, "ca-key.pem"));
        Assert.Equal(FailureKind.NotFound, Assert.Throws<DockerOpsException>(() => DockerCertificates.Plan(Request("n"))).Kind);
    }

    [Fact]
    public void A_server_key_of_another_certificate_is_noticed()
    {
        DockerCertificates.Create(Request("n"));
        File.Copy(Path.Combine(folder, "key.pem"), Path.Combine(folder, "server-key.pem"), overwrite: true);
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => DockerCertificates.CheckServer(folder)).Kind);
    }

    [LabFact]
    public async Task An_engine_lets_in_only_those_whom_its_authority_knows()
    {
        var address = Lab.Current.Text("hosts", "sme9-docker", "address");
        await using var host = await ConfiguredHost.OpenAsync(Lab.Current.Sme);
        DockerCertificates.Create(Request("sme9-docker", address));
        try
        {
            var plan = await host.Plan(new() { TlsSource = folder }, ("tlsverify", true));
            Assert.DoesNotContain(plan.Lines, line => line.Contains("BEGIN", StringComparison.Ordinal));
            Assert.DoesNotContain(plan.Warnings, warning => warning.Contains("root on this host", StringComparison.Ordinal));
            await ConfiguredHost.Run(plan);

            Assert.Equal("400 root:root\n444 root:root", await host.Sh("stat -c '%a %U:%G' /etc/docker/tls/server-key.pem /etc/docker/tls/ca.pem"));
            var known = DockerHost.Parse($"https://{address}:2376") with { CertificatePath = folder };
            await using var session = await Open.SessionAsync(known);
            Assert.NotEmpty((await session.Engine.VersionAsync(default)).Engine);

            var other = Path.Combine(Path.GetDirectoryName(folder)!, "other");
            DockerCertificates.Create(new() { Folder = other });
            File.Copy(Path.Combine(folder, "ca.pem"), Path.Combine(other, "ca.pem"), overwrite: true);
            await using var stranger = await Open.SessionAsync(known with { CertificatePath = other });
            await Assert.ThrowsAsync<DockerOpsException>(() => stranger.Engine.VersionAsync(default));
        }
        finally
        {
            await host.Sh("rm -rf /etc/docker/tls");
        }
    }

    private DockerCertificateRequest Request(params string[] hosts) => new() { Folder = folder, HostNames = hosts };
}
