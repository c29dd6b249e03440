using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>A container from its making to its end, on the lab's engines.</summary>
public sealed class ContainerLifeTests
{
    public static TheoryData<string> Engines => LabEngine.All;

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_container_goes_through_its_states(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var given = Lab.Unique();
        await ContainerCreation.RunAsync(engine.Client, engine.Spec("sleep", "600") with { Name = given }, CancellationToken.None);
        Assert.Equal((ContainerState.Created, null), await StateAsync());
        await SendAsync(ContainerRequests.Start(given));
        await SendAsync(ContainerRequests.Start(given));
        Assert.Equal((ContainerState.Running, null), await StateAsync());
        await SendAsync(ContainerRequests.Restart(given, TimeSpan.Zero));
        Assert.Equal((ContainerState.Running, null), await StateAsync());
        await SendAsync(ContainerRequests.Stop(given, TimeSpan.Zero));
        await SendAsync(ContainerRequests.Stop(given, TimeSpan.Zero));
        Assert.Equal((ContainerState.Exited, 137), await StateAsync());
        await SendAsync(ContainerRequests.Remove(given, force: false, volumes: false));
        var failure = await Assert.ThrowsAsync<DockerOpsException>(StateAsync);
        Assert.Equal((FailureKind.NotFound, (object)given), (failure.Kind, failure.Target));

        Task SendAsync(Engine.EngineRequest request) => engine.Client.RunAsync(request, CancellationToken.None);
        async Task<(ContainerState, int?)> StateAsync()
        {
            var container = await ContainerList.FindAsync(engine.Client, given, CancellationToken.None);
            return (container.State, container.ExitCode);
        }
    }

    [LabFact]
    public async Task One_that_runs_is_removed_only_by_force()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var id = await StartAsync(engine, "sleep", "600");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(
            () => engine.Client.RunAsync(ContainerRequests.Remove(id, force: false, volumes: false), CancellationToken.None));
        Assert.Equal(FailureKind.Conflict, failure.Kind);
        await engine.Client.RunAsync(ContainerRequests.Remove(id, force: true, volumes: false), CancellationToken.None);
        Assert.Empty(await engine.ContainersAsync());
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task Waiting_gives_the_exit_code(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var id = await StartAsync(engine, "sh", "-c", "sleep 1; exit 5");
        var container = await WaitAsync(engine, id, timeout: null);
        Assert.Equal((ContainerState.Exited, 5), (container.State, container.ExitCode));
        Assert.Equal(5, (await WaitAsync(engine, id[..12], timeout: null)).ExitCode);
    }

    [LabFact]
    public async Task Waiting_has_an_end()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var id = await StartAsync(engine, "sleep", "600");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => WaitAsync(engine, id, TimeSpan.FromSeconds(1)));
        Assert.Equal((FailureKind.TimedOut, (object)id), (failure.Kind, failure.Target));
    }

    [LabFact]
    public async Task A_list_has_what_a_container_was_given()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var (id, _) = await ContainerCreation.RunAsync(
            engine.Client, engine.Spec("sleep", "600") with { Volumes = [VolumeSpec.Parse("/tmp:/given:ro"), VolumeSpec.Parse("/new")] }, CancellationToken.None);
        var container = Assert.Single(await engine.ContainersAsync());
        Assert.Equal((id, Lab.Current.SmeImage, "sleep 600"), (container.Id, container.Image, container.Command));
        Assert.Contains(new ContainerMount("bind", null, "/tmp", "/given", IsReadOnly: true), container.Mounts);
        Assert.Contains(container.Mounts, mount => mount is { Type: "volume", Destination: "/new", Volume.Length: 64 });
        Assert.Equal(id, (await ContainerList.FindAsync(engine.Client, id[..8], CancellationToken.None)).Id);
        Assert.True(ContainerList.Matches(container, id[..6], _ => false));
        Assert.False(ContainerList.Matches(container, id[..3], _ => false));
        var children = await ContainerList.ReadAsync(engine.Client, [], [Lab.Current.SmeImage], CancellationToken.None);
        Assert.Contains(children, child => child.Id == id);
        await engine.Client.RunAsync(ContainerRequests.Remove(id, force: true, volumes: true), CancellationToken.None);
    }

    private static async Task<string> StartAsync(LabEngine engine, params string[] command)
    {
        var (id, _) = await ContainerCreation.RunAsync(engine.Client, engine.Spec(command), CancellationToken.None);
        await engine.Client.RunAsync(ContainerRequests.Start(id), CancellationToken.None);
        return id;
    }

    private static async Task<Container> WaitAsync(LabEngine engine, string name, TimeSpan? timeout)
    {
        Container? container = null;
        await foreach (var item in ContainerWait.RunAsync(engine.Client, name, timeout, CancellationToken.None))
        {
            if (item is Output<Container> output) container = output.Value;
        }

        return container!;
    }
}
