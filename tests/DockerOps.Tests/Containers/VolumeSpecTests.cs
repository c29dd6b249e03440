using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

public sealed class VolumeSpecTests
{
    [Theory]
    [InlineData("/srv:/data", "/srv", "/data")]
    [InlineData("/srv:/data:ro", "/srv", "/data")]
    [InlineData("/srv:/data:ro,z", "/srv", "/data")]
    [InlineData("name:/data", "name", "/data")]
    [InlineData("/data", null, "/data")]
    [InlineData(@"C:\srv:/data:ro", @"C:\srv", "/data")]
    [InlineData("c:/srv:/data", "c:/srv", "/data")]
    public void A_volume_is_taken_apart_and_kept_as_written(string text, string? source, string destination)
    {
        var volume = VolumeSpec.Parse(text);
        Assert.Equal((source, destination, text), (volume.Source, volume.Destination, volume.ToString()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(":")]
    [InlineData("data")]
    [InlineData("/")]
    [InlineData("/srv:")]
    [InlineData("/srv:data")]
    [InlineData("/srv:/")]
    [InlineData(":/data")]
    [InlineData("./srv:/data")]
    [InlineData("~/srv:/data")]
    [InlineData("a:/data")]
    [InlineData("bad name:/data")]
    [InlineData("/srv:/data:readonly")]
    [InlineData("/srv:/data:")]
    [InlineData("/srv:/data:ro:z")]
    [InlineData("/srv\0:/data")]
    public void What_is_no_volume_is_refused_with_the_users_text(string text)
    {
        var failure = Assert.Throws<DockerOpsException>(() => VolumeSpec.Parse(text));
        Assert.Equal((FailureKind.InvalidInput, (object)text), (failure.Kind, failure.Target));
    }
}
