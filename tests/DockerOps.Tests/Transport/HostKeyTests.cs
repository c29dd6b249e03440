using DockerOps.Files;
using DockerOps.Tests.Hosts;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Transport;

[Collection(OwnSshConfiguration.Name)]
public sealed class HostKeyTests
{
    private const string Other = "SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static string Fingerprint => Lab.Current.Text("hosts", "sme9-docker", "fingerprint");

    [LabFact]
    public async Task AnUnknownKeyIsShownAndRefused()
    {
        using var known = KnownHostsFile.Unknown();

        var failure = await Open.FailureAsync(Lab.Current.Sme);

        Assert.Equal((FailureKind.HostKeyRejected, Lab.Current.Sme), (failure.Kind, failure.Target));
        Assert.Contains($"-HostKeyFingerprint '{Fingerprint}'", failure.Message, StringComparison.Ordinal);
        Assert.Equal("", known.Text);
    }

    [LabFact]
    public async Task AnUnknownKeyWithTheFingerprintIsAcceptedAndNotRemembered()
    {
        using var known = KnownHostsFile.Unknown();

        await using var session = await Open.SessionAsync(Lab.Current.Sme, new SshLogin { HostKeyFingerprint = Fingerprint });

        Assert.Equal("root", await session.Shell.ReadAsync("id", "-un"));
        Assert.Equal("", known.Text);
    }

    // As below the home of a Windows user, or where TMPDIR says so on macOS.
    [LabFact]
    public async Task AFolderWithASpaceInItsNameDoesAsWell()
    {
        using var known = KnownHostsFile.Unknown();
        var parent = Directory.CreateTempSubdirectory("with space ");
        using (var folder = new PrivateFolder((parent.FullName, IsOurs: true)))
        {
            var login = new SshLogin { HostKeyFingerprint = Fingerprint };
            var plan = await SshLoginPlan.MakeAsync(Lab.Current.Sme, login, folder, default);
            await using var process = HostProcess.Start([.. plan.Words, .. SshCommand.KeysOnly, "--", Lab.Current.Sme.HostName!, "true"]);
            process.Input.Close();

            Assert.Equal(0, await process.WaitAsync(default));
        }

        parent.Delete();
    }

    [LabFact]
    public async Task AKeyWithAnotherFingerprintIsRefused()
    {
        using var known = KnownHostsFile.Unknown();

        var failure = await Open.FailureAsync(Lab.Current.Sme, new SshLogin { HostKeyFingerprint = Other, AcceptNewHostKey = true });

        Assert.Equal(FailureKind.HostKeyRejected, failure.Kind);
        Assert.Contains(Fingerprint, failure.Message, StringComparison.Ordinal);
        Assert.Contains(Other, failure.Message, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task AnAcceptedKeyIsRemembered()
    {
        using var known = KnownHostsFile.Unknown();

        await (await Open.SessionAsync(Lab.Current.Sme, new SshLogin { AcceptNewHostKey = true })).DisposeAsync();

        Assert.Contains("ssh-ed25519", known.Text, StringComparison.Ordinal);
        await (await Open.SessionAsync(Lab.Current.Sme)).DisposeAsync();
    }

    [LabTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task AChangedKeyIsNeverAccepted(bool accept, bool pin)
    {
        using var known = KnownHostsFile.Changed();
        var before = known.Text;

        var failure = await Open.FailureAsync(Lab.Current.Sme, new SshLogin { AcceptNewHostKey = accept, HostKeyFingerprint = pin ? Fingerprint : null });

        Assert.Equal(FailureKind.HostKeyRejected, failure.Kind);
        Assert.Contains("changed", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before, known.Text);
    }
}
