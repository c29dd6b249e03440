using DockerOps.Images;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

/// <summary>An image has the name its user knows, however its engine writes it.</summary>
public sealed class ImageNameTests
{
    [Fact]
    public async Task Names_that_podman_writes_in_full_are_the_familiar_ones()
    {
        await using var engine = new CannedEngine();
        engine.On("GET /images/json", CannedEngine.Json(200, """
            [{"Id":"sha256:1","RepoTags":["docker.io/library/web:2.1","localhost:5000/web:2.1","docker.io/ops/web:3"],"Created":0,"Size":1}]
            """));

        var images = await ImageList.ReadAsync(engine.Client, [], null, CancellationToken.None);

        Assert.Equal(["web:2.1", "localhost:5000/web:2.1", "ops/web:3"], images.Select(image => image.Name));
        Assert.Equal(("web", "2.1"), (images[0].Repository, images[0].Tag));
        Assert.True(ImageList.Matches(images[0], "web:2.1", name => name == "web:2.1"));
    }
}
