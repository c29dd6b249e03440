using DockerOps.Engine;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

/// <summary>What a killed run left is found by every way an engine writes its name.</summary>
public sealed class LeftoverTests
{
    [Theory]
    [InlineData("dockerops-build:0123456789ab")]
    [InlineData("docker.io/library/dockerops-build:0123456789ab")]
    public async Task An_image_of_a_run_is_found_by_its_short_and_by_its_full_name(string name)
    {
        await using var engine = new CannedEngine();
        engine.On("GET /containers/json", CannedEngine.Json(200, "[]"));
        engine.On("GET /images/json", CannedEngine.Json(200, $$"""
            [{"Id":"sha256:1","RepoTags":["{{name}}","docker.io/ops/dockerops-build:1","dockerops-build-not:1"],"Created":0,"Size":1}]
            """));

        var left = Assert.Single(await Leftover.FindAsync(engine.Client, "org.dockerops.baseimage", "dockerops-build", CancellationToken.None));

        Assert.Equal(("0123456789ab", "dockerops-build:0123456789ab"), (left.Run, left.Name));
    }
}
