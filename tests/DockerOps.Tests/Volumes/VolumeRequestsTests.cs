using DockerOps.Volumes;
using Xunit;

namespace DockerOps.Tests.Volumes;

public sealed class VolumeRequestsTests
{
    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("..")]
    [InlineData("../containers/web")]
    [InlineData("-data")]
    [InlineData("data\n")]
    [InlineData("da ta")]
    public void What_cannot_be_a_volumes_name_is_never_sent(string name)
    {
        foreach (var make in (Func<object>[])[
            () => VolumeRequests.Inspect(name),
            () => VolumeRequests.Remove(name, force: true),
            () => VolumeRequests.Create(name, null, new Dictionary<string, string>(), new Dictionary<string, string>())])
        {
            var failure = Assert.Throws<DockerOpsException>(make);
            Assert.Equal((FailureKind.InvalidInput, name), (failure.Kind, failure.Target));
        }
    }

    [Fact]
    public void A_drivers_options_are_sent_and_not_shown()
    {
        var request = VolumeRequests.Create(
            "data", "local", new Dictionary<string, string> { ["type"] = "cifs", ["o"] = "password=s3cret" }, new Dictionary<string, string> { ["a"] = "b" });

        Assert.Equal("""{"Name":"data","Driver":"local","DriverOpts":{"type":"cifs","o":"password=s3cret"},"Labels":{"a":"b"}}""", request.Body);
        Assert.Equal("""POST /volumes/create {"Name":"data","Driver":"local","DriverOpts":{"type":"cifs","o":"***"},"Labels":{"a":"b"}}""", request.ToString());
    }
}
