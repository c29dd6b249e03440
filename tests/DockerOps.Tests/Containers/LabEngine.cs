using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Sessions;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>An engine of the lab with an image to make containers of; what a test makes with it is taken away at the end.</summary>
internal sealed class LabEngine : IAsyncDisposable
{
    private readonly HostSession session;
    private readonly string label = Lab.Unique("org.example.test");
    private string? ownImage;

    private LabEngine(HostSession session) => this.session = session;

    /// <summary>The engines every way of running is tried on: the oldest, the newest the lab has, and one over SSH.</summary>
    public static TheoryData<string> All => Lab.WhyNot is null && Lab.Current.Has("newEngine") ? ["local", "new", "sme"] : ["local", "sme"];

    public EngineClient Client => session.Engine;

    public string Image => ownImage ?? Lab.Current.SmeImage;

    public static Task<LabEngine> OpenAsync(string name) => OpenAsync(name == "sme" ? Lab.Current.Sme : Lab.Current.Engine(name), makesImage: name == "new");

    public static async Task<LabEngine> OpenAsync(DockerHost host, bool makesImage = false)
    {
        var engine = new LabEngine(await HostSession.OpenAsync(host, SshLogin.Default, CancellationToken.None));
        if (makesImage) await engine.MakeImageAsync();
        return engine;
    }

    /// <summary>A container that this object will find again.</summary>
    public ContainerSpec Spec(params string[] command) => new() { Image = Image, Command = command, Labels = new Dictionary<string, string> { [label] = "" } };

    /// <summary>The containers made of <see cref="Spec"/> that are there.</summary>
    public Task<IReadOnlyList<Container>> ContainersAsync() => ContainerList.ReadAsync(Client, [label], [], CancellationToken.None);

    /// <summary>Waits until none of them is left: what cleans up behind a cancelled operation may take its time.</summary>
    public async Task AssertNothingLeftAsync()
    {
        for (var tries = 0; tries < 100 && (await ContainersAsync()).Count > 0; tries++) await Task.Delay(100);
        Assert.Empty(await ContainersAsync());
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var container in await ContainersAsync())
            await Client.RunAsync(ContainerRequests.Remove(container.Id, force: true, volumes: true), CancellationToken.None);
        if (ownImage is not null) await Client.RunAsync(ImageRequests.Remove(ownImage, force: true, keepParents: false), CancellationToken.None);
        await session.DisposeAsync();
    }

    // Under a name of its own: other tests look at whether this engine has the lab's image.
    private async Task MakeImageAsync()
    {
        await using var source = await OpenAsync("local");
        var (id, _) = await ContainerCreation.RunAsync(source.Client, source.Spec("true"), CancellationToken.None);
        await using var files = await source.Client.OpenAsync(EngineRequest.Get(ContainerRequests.Path(id, "/export")), CancellationToken.None);
        using var body = new StreamContent(files);
        var name = Lab.Unique("run");
        using var answer = await Client.SendAsync(EngineRequest.Post("/images/create", ("fromSrc", "-"), ("repo", name)), body, CancellationToken.None);
        await answer.Content.ReadAsStringAsync();
        ownImage = name;
    }
}
