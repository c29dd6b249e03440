using DockerOps.Installation;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

public sealed class ArchiveAddressTests
{
    [Theory]
    [InlineData("https://user:hush@example.org/docker.tgz")]
    [InlineData("sftp://us@er:hu@sh@example.org/docker.tgz")]
    public void One_with_a_password_is_refused_and_the_password_is_not_repeated(string address)
    {
        Action[] checks =
        [
            new UpgradeOptions { Version = "28.5.2", Source = UpgradeSource.Static, Url = address }.Check,
            new InstallOptions { Version = "28.5.2", Source = EngineSource.Static, Url = address }.Check,
        ];
        Assert.All(checks, check =>
        {
            var failure = Assert.Throws<DockerOpsException>(check);
            Assert.Equal(FailureKind.InvalidInput, failure.Kind);
            Assert.DoesNotContain("sh@", $"{failure.Message} {failure.Target}", StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("https://user@example.org:8443/docker.tgz")]
    [InlineData("file:///srv/a:b@c/docker.tgz")]
    public void One_without_a_password_is_taken(string address) =>
        new UpgradeOptions { Version = "28.5.2", Source = UpgradeSource.Static, Url = address }.Check();
}
