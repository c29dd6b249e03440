using DockerOps.Backups;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Images.Transfer;
using DockerOps.Tests.Hostile;
using DockerOps.Upgrade;
using DockerOps.Volumes;
using Xunit;

namespace DockerOps.Tests.CannedEngines;

/// <summary>Answers that no engine gives: they end in the library's own words, and nothing of them reaches the terminal that could drive it.</summary>
public sealed class HostileAnswerTests
{
    private const string Image = """
        {"Id":"sha256:aa","RepoTags":["sme-9:6.5"],"RepoDigests":["sme-9@sha256:bb"],"Created":1700000000,"Size":7,"Labels":{"a":"b"}}
        """;

    private const string Container = """
        {"Id":"cc","Names":["/web"],"Image":"sme-9:6.5","ImageID":"sha256:aa","Command":"sleep","Created":1700000000,"State":"exited","Status":"Exited (3)",
        "Ports":[{"IP":"::","PrivatePort":80,"PublicPort":8080,"Type":"tcp"}],"Labels":{"run":"1"},
        "Mounts":[{"Type":"volume","Name":"v","Source":"/v","Destination":"/d","RW":true}]}
        """;

    private const string Volume = """{"Name":"v","Driver":"local","Mountpoint":"/v","CreatedAt":"2024-01-01T00:00:00Z","Labels":{"a":"b"},"Options":{},"UsageData":{"Size":7,"RefCount":1}}""";

    private const string Definition = """
        {"Id":"cc","Name":"/web","Image":"sha256:aa","SizeRw":3,"State":{"Status":"exited"},"Config":{"Image":"sme-9:6.5","Labels":{}},
        "HostConfig":{"AutoRemove":false,"RestartPolicy":{"Name":"no"}},"Mounts":[{"Type":"bind","Source":"/s","Destination":"/d"}],"NetworkSettings":{"Networks":{"n":{"NetworkID":"dd"}}}}
        """;

    private const string Network = """{"Id":"dd","Name":"n","Scope":"local","Ingress":false}""";

    private static readonly Dictionary<string, string> Answers = new()
    {
        ["GET /info"] = """{"Name":"h","Driver":"overlay2","DriverStatus":[["a","b"]],"DockerRootDir":"/d","OperatingSystem":"o","Images":1,"SystemTime":"2024-01-01T00:00:00Z","Swarm":{"LocalNodeState":"inactive"}}""",
        ["GET /images/json"] = $"[{Image}]",
        ["GET /images/sha256:aa/json"] = """{"Id":"sha256:aa","RepoTags":["sme-9:6.5"],"RepoDigests":[],"Created":"2024-01-01T00:00:00Z","Size":7,"Config":{"Labels":{"a":"b"}},"RootFS":{"Layers":["sha256:ee"]}}""",
        ["GET /containers/json"] = $"[{Container}]",
        ["GET /containers/cc/json"] = Definition,
        ["GET /volumes"] = $$"""{"Volumes":[{{Volume}}]}""",
        ["GET /system/df"] = $$"""{"LayersSize":7,"Containers":[{{Container}}],"Volumes":[{{Volume}}]}""",
        ["GET /networks"] = $"[{Network}]",
        ["GET /networks/dd"] = Network,
    };

    private static readonly Dictionary<string, Func<EngineClient, Task<IEnumerable<string?>>>> Questions = new()
    {
        ["info"] = async engine => await EngineInfo.ReadAsync(engine, default) is var info ? [info.DataRoot, info.Driver, info.OperatingSystem, info.Architecture, info.Kernel, info.SwarmRole] : [],
        ["clock"] = async engine => [$"{await EngineClock.NowAsync(engine, default):u}"],
        ["images"] = async engine => (await ImageList.ReadAsync(engine, [], null, default)).SelectMany(image => (string?[])[image.Name, image.Repository, image.Tag, image.Id, .. image.Digests]),
        ["image"] = async engine => [(await ImageList.FindAsync(engine, "sha256:aa", default)).Name],
        ["layers"] = async engine => (await PresentLayers.ReadAsync(engine, default)).Images.Select(image => image.Id),
        ["containers"] = async engine => (await ContainerList.ReadAsync(engine, [], [], default)).SelectMany(one => (string?[])[one.Name, one.Id, one.Image, one.Status, one.Command, .. one.Ports.Select(port => port.ToString())]),
        ["container"] = async engine => [(await ContainerList.FindAsync(engine, "cc", default)).Name],
        ["volumes"] = async engine => (await VolumeList.ReadAsync(engine, [], [], null, measure: true, default)).SelectMany(one => (string?[])[one.Name, one.Driver, one.Mountpoint, .. one.Containers]),
        ["networks"] = async engine => await NetworkNames.ReadAsync(engine, default),
        ["inventory"] = async engine => (await EngineInventory.ReadAsync(engine, default)).Volumes,
        ["leftovers"] = async engine => (await Leftover.FindAsync(engine, "run", "sme-9", default)).Select(one => one.Name),
        ["state"] = async engine => await EngineState.ReadAsync(engine, default) is var state ? [state.HostName, .. state.Containers.Select(one => one.Name)] : [],
    };

    [Theory]
    [InlineData("info", "GET /info")]
    [InlineData("clock", "GET /info")]
    [InlineData("images", "GET /images/json")]
    [InlineData("image", "GET /images/sha256:aa/json")]
    [InlineData("layers", "GET /images/sha256:aa/json")]
    [InlineData("containers", "GET /containers/json")]
    [InlineData("container", "GET /containers/cc/json")]
    [InlineData("volumes", "GET /volumes")]
    [InlineData("volumes", "GET /system/df")]
    [InlineData("networks", "GET /networks")]
    [InlineData("inventory", "GET /networks")]
    [InlineData("inventory", "GET /volumes")]
    [InlineData("inventory", "GET /containers/cc/json")]
    [InlineData("leftovers", "GET /containers/json")]
    [InlineData("leftovers", "GET /images/json")]
    [InlineData("state", "GET /info")]
    [InlineData("state", "GET /networks")]
    [InlineData("state", "GET /networks/dd")]
    [InlineData("state", "GET /containers/cc/json")]
    [InlineData("state", "GET /images/sha256:aa/json")]
    public async Task An_answer_of_another_form_is_reported_or_read_without_harm(string question, string changed)
    {
        await using var engine = new CannedEngine();
        foreach (var (request, answer) in Answers) engine.On(request, CannedEngine.Json(200, answer));
        Assert.DoesNotContain(await Questions[question](engine.Client), Drives);
        foreach (var (what, json) in JsonVariants.Of(Answers[changed]))
        {
            engine.On(changed, CannedEngine.Json(200, json));
            try
            {
                Assert.False((await Questions[question](engine.Client)).Any(Drives), $"{changed}, {what}: a control character is shown");
            }
            catch (DockerOpsException e)
            {
                Assert.False(Drives(e.Message), $"{changed}, {what}: {e.Message}");
            }
            catch (Exception e) when (e is not Xunit.Sdk.XunitException)
            {
                Assert.Fail($"{changed}, {what}: {e}");
            }
        }
    }

    [Fact]
    public async Task An_answer_without_end_is_refused()
    {
        await using var engine = new CannedEngine();
        engine.On("GET /info", async stream =>
        {
            await stream.WriteAsync(CannedEngine.ChunkedHead());
            await stream.WriteAsync(CannedEngine.Chunk("{\"Name\":\""u8.ToArray()));
            var chunk = CannedEngine.Chunk(Enumerable.Repeat((byte)'x', 1 << 20).ToArray());
            while (true) await stream.WriteAsync(chunk);
        });

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => EngineInfo.ReadAsync(engine.Client, default));

        Assert.Equal(FailureKind.EngineError, failure.Kind);
        Assert.Contains("longer than", failure.Message, StringComparison.Ordinal);
    }

    private static bool Drives(string? text) => text is not null && text.Any(c => char.IsControl(c) && c is not ('\n' or '\t' or '\r'));
}
