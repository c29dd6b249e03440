using Xunit;

namespace DockerOps.Tests;

public sealed class LabTests
{
    [LabFact]
    public async Task TheLabIsWhatItsFactsSay()
    {
        await using var session = await DockerOps.Sessions.HostSession.OpenAsync(
            Lab.Current.Sme, DockerOps.Transport.SshLogin.Default, CancellationToken.None);

        var facts = await session.FactsAsync(CancellationToken.None);

        Assert.Equal(Privilege.Root, facts.Privilege);
    }
}
