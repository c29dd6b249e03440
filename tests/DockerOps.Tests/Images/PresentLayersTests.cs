using DockerOps.Images.Transfer;
using DockerOps.Tests.CannedEngines;
using Xunit;

namespace DockerOps.Tests.Images;

public sealed class PresentLayersTests
{
    [Theory]
    [InlineData(404, "no such image")]
    // What engines say of an image whose layers are being removed.
    [InlineData(500, "layer does not exist")]
    public async Task An_image_that_goes_away_meanwhile_is_passed_over(int status, string message)
    {
        var (stays, goes, layer) = (Digest('a'), Digest('b'), Digest('c'));
        await using var engine = new CannedEngine();
        engine.On("GET /images/json", CannedEngine.Json(200, $$"""[{"Id":"{{stays}}"},{"Id":"{{goes}}"}]"""));
        engine.On($"GET /images/{stays}/json", CannedEngine.Json(200, $$$"""{"Id":"{{{stays}}}","RootFS":{"Type":"layers","Layers":["{{{layer}}}"]}}"""));
        engine.On($"GET /images/{goes}/json", CannedEngine.Json(status, $$"""{"message":"{{message}}"}"""));

        var (chains, images) = await PresentLayers.ReadAsync(engine.Client, CancellationToken.None);

        Assert.Equal([layer], chains);
        Assert.Equal(2, images.Count);
    }

    [Fact]
    public async Task A_list_that_fails_because_an_image_goes_away_is_asked_for_again()
    {
        var asked = 0;
        await using var engine = new CannedEngine();
        engine.On("GET /images/json", async stream => await stream.WriteAsync(
            ++asked == 1 ? CannedEngine.Json(404, """{"message":"content digest sha256:0: not found"}""") : CannedEngine.Json(200, "[]")));

        Assert.Empty((await PresentLayers.ReadAsync(engine.Client, CancellationToken.None)).Images);
        Assert.Equal(2, asked);
    }

    private static string Digest(char digit) => "sha256:" + new string(digit, 64);
}
