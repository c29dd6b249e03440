using DockerOps.Tests.CannedEngines;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

public sealed class EngineInventoryTests
{
    [Fact]
    public async Task A_container_that_goes_while_the_engine_is_asked_is_left_out()
    {
        await using var engine = new CannedEngine();
        engine.On("GET /containers/json", CannedEngine.Json(200, """
            [{"Id":"c1","Names":["/web"],"Image":"a","ImageID":"sha256:1","State":"running"},{"Id":"c2","Names":["/once"],"Image":"a","ImageID":"sha256:1","State":"running"}]
            """));
        engine.On("GET /containers/c1/json", CannedEngine.Json(200, """{"Id":"c1","HostConfig":{"RestartPolicy":{"Name":"always"}}}"""));
        engine.On("GET /containers/c2/json", CannedEngine.Json(404, """{"message":"No such container: c2"}"""));
        engine.On("GET /volumes", CannedEngine.Json(200, """{"Volumes":null}"""));
        engine.On("GET /networks", CannedEngine.Json(200, "[]"));

        var inventory = await EngineInventory.ReadAsync(engine.Client, CancellationToken.None);

        Assert.Equal("web", Assert.Single(inventory.Containers).Name);
    }
}
