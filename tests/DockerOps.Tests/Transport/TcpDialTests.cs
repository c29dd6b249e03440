using DockerOps.Engine;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Transport;

public sealed class TcpDialTests
{
    private static DockerHost Tls => DockerHost.Parse(Lab.Current.Text("engines", "new", "tls").Replace("tcp://", "https://", StringComparison.Ordinal));

    [LabFact]
    public async Task SpeaksPlain()
    {
        await using var session = await Open.SessionAsync(DockerHost.Parse(Lab.Current.Text("engines", "local", "tcp")));

        Assert.Equal(Lab.Current.Text("engines", "local", "version"), (await session.Engine.VersionAsync(default)).Engine);
        Assert.Equal("tcp, not encrypted", session.Way);
    }

    [LabFact("newEngine")]
    public async Task SpeaksTlsWithTheUsersCertificates()
    {
        await using var session = await Open.SessionAsync(Tls with { CertificatePath = Lab.Current.Text("tls", "certPath") });

        Assert.Equal(Lab.Current.Text("engines", "new", "version"), (await session.Engine.VersionAsync(default)).Engine);
    }

    [LabFact("newEngine")]
    public Task RefusesAServerOfAnotherAuthority() => RefusesAsync(Lab.Current.Text("tls", "strangerCertPath"), FailureKind.NotPermitted);

    [LabFact("newEngine")]
    public async Task SaysWhichCertificatesAreUseless()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "ca.pem"), "no certificate");
            await File.WriteAllTextAsync(Path.Combine(folder, "cert.pem"), "no certificate");
            await RefusesAsync(folder, FailureKind.InvalidInput);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task SaysThatNobodyListens()
    {
        var host = DockerHost.Parse("tcp://127.0.0.1:1");
        await using var session = await Open.SessionAsync(host);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => session.Engine.RunAsync(EngineRequest.Get("/info"), default));

        Assert.Equal((FailureKind.Unreachable, host), (failure.Kind, failure.Target));
    }

    private static async Task RefusesAsync(string certificates, FailureKind kind)
    {
        await using var session = await Open.SessionAsync(Tls with { CertificatePath = certificates });

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => session.Engine.VersionAsync(default));

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(certificates, failure.Message, StringComparison.Ordinal);
    }
}
