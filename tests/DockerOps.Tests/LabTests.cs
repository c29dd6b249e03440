using Xunit;

namespace DockerOps.Tests;

public sealed class LabTests
{
    [LabFact]
    public async Task The_lab_is_what_its_facts_say()
    {
        await using var session = await DockerOps.Sessions.HostSession.OpenAsync(
            Lab.Current.Sme, DockerOps.Transport.SshLogin.Default, CancellationToken.None);

        var facts = await session.FactsAsync(CancellationToken.None);

        Assert.Equal(Privilege.Root, facts.Privilege);
    }
}
