using DockerOps.Backups;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Tests.CannedEngines;
using Xunit;

namespace DockerOps.Tests.Backups;

/// <summary>Containers that are held come back as they were, whatever the engine says on the way.</summary>
public sealed class HeldContainersTests
{
    private const string Id = "0123456789abcdef";

    [LabTheory]
    [InlineData("""{"Links":["OWNER:db"]}""")]
    [InlineData("""{"NetworkMode":"container:OWNER"}""")]
    public async Task One_that_needs_another_is_started_after_that_one(string needs)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var volume = await lab.VolumeAsync("data");
        var owner = await lab.ContainerAsync("a-owner", start: true, $"{volume}:/data");
        var web = $"{lab.Prefix}-web";
        var host = needs.Replace("OWNER", owner, StringComparison.Ordinal).Replace("{", $$"""{"VolumesFrom":["{{owner}}"],""", StringComparison.Ordinal);
        var body = $$"""{"Image":"{{Lab.Current.SmeImage}}","Cmd":["sleep","1000"],"StopSignal":"KILL","HostConfig":{{host}}}""";
        await lab.Engine.RunAsync(EngineRequest.Post("/containers/create", ("name", web)) with { Body = body }, default);
        await lab.Engine.RunAsync(ContainerRequests.Start(web), default);

        await lab.BackupAsync(lab.Options with { Include = [BackupPart.Volumes], Hold = BackupHold.Stop });

        Assert.Equal((ContainerState.Running, ContainerState.Running), (await lab.StateAsync(owner), await lab.StateAsync(web)));
    }

    [Theory]
    [InlineData(false, "pause", "unpause")]
    [InlineData(true, "stop", "start")]
    public async Task One_of_which_the_engine_reports_a_failure_is_put_back_too(bool isStop, string begin, string end)
    {
        await using var engine = new CannedEngine();
        engine.On($"POST /containers/{Id}/{begin}", CannedEngine.Json(500, """{"message":"context deadline exceeded"}"""));
        engine.On($"POST /containers/{Id}/{end}", CannedEngine.Whole(204, "text/plain", ""));

        await Assert.ThrowsAsync<DockerOpsException>(async () =>
        {
            await using var held = new HeldContainers(engine.Client, journal: null);
            await held.AddAsync(new ContainerHold("web", Id, isStop));
        });

        Assert.EndsWith($"/containers/{Id}/{end}", engine.Asked[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_had_ended_by_itself_is_not_started()
    {
        await using var engine = new CannedEngine();
        engine.On($"POST /containers/{Id}/stop", CannedEngine.Whole(304, "text/plain", ""));

        await using (var held = new HeldContainers(engine.Client, journal: null)) await held.AddAsync(new ContainerHold("web", Id, IsStop: true));

        Assert.DoesNotContain(engine.Asked, asked => asked.EndsWith("/start", StringComparison.Ordinal));
    }
}
