using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Looks at repositories on this machine.</summary>
[Collection(nameof(SigningKeyring))]
public sealed class YumRepositoryAuditTests(SigningKeyring keyring) : RepositoryTest(keyring)
{
    [LabFact]
    public async Task A_subkey_that_signed_is_as_good_as_its_primary_key()
    {
        var made = await RunAsync(Wanted(await PackageAsync(1)) with { SigningKey = SigningKeyring.Divided });
        var primary = (await AuditAsync()).SigningKey!;
        Assert.NotEqual(primary, made.SigningKey);
        foreach (var key in (string[])[made.SigningKey!, made.SigningKey![^16..], primary, SigningKeyring.Divided])
        {
            var audit = await AuditAsync(key);
            Assert.True(audit.IsValid, string.Join('\n', audit.Findings));
            Assert.Equal(primary, audit.SigningKey);
        }
    }
}
