using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Tests.Containers;
using Xunit;

namespace DockerOps.Tests.Images;

/// <summary>Builds on real engines, of folders with everything that can be in one.</summary>
public sealed class ImageBuildTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("context-").FullName;

    public static TheoryData<string> Engines => LabEngine.All;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task An_image_is_built_of_what_the_folder_may_give(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        Write("Dockerfile", $"""
            FROM {engine.Image}
            ARG WORD
            COPY . /c
            RUN echo "built $WORD" >/c/word && ls -l /c /c/kept >/c/list
            """);
        Write(".dockerignore", "*.log\nsecret\nkept\n!kept/this\nDockerfile\n");
        Write("run.sh", "#!/bin/sh\n");
        Write("noise.log", "x");
        Write("secret/key", "x");
        Write("kept/this", "x");
        Write("kept/other", "x");
        File.CreateSymbolicLink(Path.Combine(folder, "out"), "/etc/passwd");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(Path.Combine(folder, "run.sh"), (UnixFileMode)0b111_101_000);
        var tag = Lab.Unique("built") + ":1";
        var spec = new ImageBuildSpec
        {
            Folder = folder,
            Tags = [ImageReference.Parse(tag)],
            Arguments = new Dictionary<string, string> { ["WORD"] = "it & all" },
            Labels = new Dictionary<string, string> { ["org.example.built"] = "yes" },
        };

        try
        {
            var (image, events) = await BuildAsync(engine.Client, spec);

            Assert.Equal(tag, image.Name);
            Assert.Equal("yes", image.Labels["org.example.built"]);
            Assert.Contains(events.OfType<Progress>(), progress => progress.Activity.Contains(tag, StringComparison.Ordinal));
            Assert.Contains(events.OfType<Note>(), note => note.Text.StartsWith("Step 4/5 : RUN", StringComparison.Ordinal));
            Assert.Equal("built it & all", await RunAsync(engine, tag, "cat", "/c/word"));
            var list = await RunAsync(engine, tag, "cat", "/c/list");
            Assert.Matches("-rwxr-x--- .* run.sh", list);
            Assert.Contains("out -> /etc/passwd", list, StringComparison.Ordinal);
            Assert.Contains("this", list, StringComparison.Ordinal);
            foreach (var absent in (string[])["noise.log", "secret", "other", "Dockerfile"]) Assert.DoesNotContain(absent, list, StringComparison.Ordinal);
        }
        finally
        {
            await RemoveAsync(engine.Client, tag);
        }
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_step_that_fails_tells_its_last_lines_and_leaves_no_container(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var mark = Lab.Unique();
        Write("Dockerfile", $"FROM {engine.Image}\nLABEL mark={mark}\nRUN echo early; echo the reason >&2; exit 7\n");

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder }));

        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Contains("Step 3 (RUN echo early", failure.Message, StringComparison.Ordinal);
        Assert.Contains("exit code 7", failure.Message, StringComparison.Ordinal);
        Assert.Contains("the reason", failure.Message, StringComparison.Ordinal);
        Assert.Empty(await ContainerList.ReadAsync(engine.Client, ["mark=" + mark], [], CancellationToken.None));
    }

    [LabTheory]
    [MemberData(nameof(Engines))]
    public async Task A_build_that_is_stopped_ends_on_the_engine_too(string name)
    {
        await using var engine = await LabEngine.OpenAsync(name);
        var mark = Lab.Unique();
        Write("Dockerfile", $"FROM {engine.Image}\nLABEL mark={mark}\nRUN sleep 600\n");
        using var stop = new CancellationTokenSource();
        var building = BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder }, stop.Token);
        Task<IReadOnlyList<Container>> Left() => ContainerList.ReadAsync(engine.Client, ["mark=" + mark], [], CancellationToken.None);
        for (var tries = 0; tries < 200 && (await Left()).All(container => container.State != ContainerState.Running); tries++) await Task.Delay(50);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => building);
        for (var tries = 0; tries < 200 && (await Left()).Count > 0; tries++) await Task.Delay(50);
        Assert.Empty(await Left());
    }

    [LabFact]
    public async Task A_build_file_of_elsewhere_is_used_and_not_in_the_image()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var file = Path.Combine(folder, "elsewhere");
        var content = Directory.CreateDirectory(Path.Combine(folder, "content")).FullName;
        File.WriteAllText(file, $"FROM {engine.Image}\nCOPY . /c\nRUN ls -A /c >/list\n");
        File.WriteAllText(Path.Combine(content, "file"), "x");
        File.WriteAllText(Path.Combine(content, "other"), "x");
        File.WriteAllText(Path.Combine(content, ".dockerignore"), "other");
        var tag = Lab.Unique("built") + ":1";
        try
        {
            await BuildAsync(engine.Client, new ImageBuildSpec { Folder = content, File = file, Tags = [ImageReference.Parse(tag)] });
            Assert.Equal("file", (await RunAsync(engine, tag, "cat", "/list")).Trim());
        }
        finally
        {
            await RemoveAsync(engine.Client, tag);
        }
    }

    [LabFact]
    public async Task A_build_file_is_where_its_link_leads()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var content = Directory.CreateDirectory(Path.Combine(folder, "content")).FullName;
        File.WriteAllText(Path.Combine(folder, "elsewhere"), $"FROM {engine.Image}\nCOPY . /c\nRUN ls -A /c >/list\n");
        File.CreateSymbolicLink(Path.Combine(content, "Dockerfile"), "../elsewhere");
        File.WriteAllText(Path.Combine(content, "file"), "x");
        File.WriteAllText(Path.Combine(content, ".dockerignore"), "Dockerfile\n");
        var tag = Lab.Unique("built") + ":1";
        try
        {
            await BuildAsync(engine.Client, new ImageBuildSpec { Folder = content, Tags = [ImageReference.Parse(tag)] });
            Assert.Equal("file", (await RunAsync(engine, tag, "cat", "/list")).Trim());
        }
        finally
        {
            await RemoveAsync(engine.Client, tag);
        }
    }

    [Fact]
    public void A_link_into_the_folder_names_the_build_file_there_and_the_folder_may_be_behind_a_link_too()
    {
        Write("content/docker/prod", "FROM scratch\n");
        Write("content/.dockerignore", "docker\nDockerfile\n");
        File.CreateSymbolicLink(Path.Combine(folder, "content", "Dockerfile"), "docker/prod");
        File.CreateSymbolicLink(Path.Combine(folder, "way"), "content");
        foreach (var (place, file) in ((string, string?)[])[("content", null), ("way", null), ("content", "way/docker/prod")])
        {
            var (context, buildFile) = BuildContext.Of(Path.Combine(folder, place), file is null ? null : Path.Combine(folder, file));
            Assert.Equal("docker/prod", buildFile);
            Assert.Empty(context.Texts);
            Assert.Equal(["", ".dockerignore", "docker", "docker/prod"], context.Trees[0].Tree.Walk().Select(item => item.Name));
        }
    }

    // Its builder removes nothing of what it is sent.
    [Fact]
    public void BuildKit_is_sent_no_more_than_the_build_file_of_what_is_to_stay_out()
    {
        Write("content/Dockerfile", "FROM scratch\n");
        Write("content/.dockerignore", ".dockerignore\nDockerfile\n");
        Write("elsewhere", "FROM scratch\n");
        var content = Path.Combine(folder, "content");
        Assert.Equal(["", "Dockerfile"], BuildContext.Of(content, null, kit: true).Context.Trees[0].Tree.Walk().Select(item => item.Name));
        var (context, buildFile) = BuildContext.Of(content, Path.Combine(folder, "elsewhere"), kit: true);
        Assert.Equal(buildFile, Assert.Single(context.Texts).Name);
        Assert.Equal([""], context.Trees[0].Tree.Walk().Select(item => item.Name));
    }

    [LabFact]
    public async Task What_is_wrong_is_told_as_what_it_is()
    {
        await using var engine = await LabEngine.OpenAsync("local");
        var none = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder }));
        Write("Dockerfile", "FORM nothing\n");
        var wrong = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder }));
        Write("Dockerfile", $"FROM {engine.Image}\nRUN --mount=type=cache,target=/x true\n");
        var kit = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder }));
        Write("Dockerfile", $"FROM {engine.Image}\nCOPY nothing /x\n");
        var copy = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder }));
        Write("Dockerfile", $"FROM {engine.Image}\n");
        var target = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine.Client, new ImageBuildSpec { Folder = folder, Target = "nothing" }));

        Assert.Equal(FailureKind.NotFound, none.Kind);
        Assert.Equal(FailureKind.InvalidInput, wrong.Kind);
        Assert.Equal(FailureKind.Unsupported, kit.Kind);
        Assert.Equal(FailureKind.InvalidInput, copy.Kind);
        Assert.Equal(FailureKind.InvalidInput, target.Kind);
    }

    [LabFact]
    public async Task The_call_that_is_shown_is_the_one_that_is_made()
    {
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        using var engine = LabImages.To(proxy.Host);
        Write("Dockerfile", $"FROM {Lab.Current.SmeImage}\n");
        var tag = Lab.Unique("built") + ":1";
        var plan = await ImageBuildPlan.PrepareAsync(
            engine, new ImageBuildSpec { Folder = folder, Tags = [ImageReference.Parse(tag)], NoCache = true, Network = "none" }, CancellationToken.None);
        Assert.Empty(proxy.Changes);
        try
        {
            await foreach (var _ in ImageBuild.RunAsync(engine, plan, CancellationToken.None))
            {
            }

            Assert.Equal($"{plan.Request}", $"{Assert.Single(proxy.Changes)} < {folder}");
        }
        finally
        {
            await RemoveAsync(engine, tag);
        }
    }

    [Fact]
    public async Task The_hash_follows_names_permissions_links_and_bytes_but_no_times()
    {
        Write("Dockerfile", "FROM scratch\n");
        Write("a", "one");
        async Task<string> Hash() => await BuildContext.Of(folder, null).Context.HashAsync(CancellationToken.None);
        var first = await Hash();
        File.SetLastWriteTimeUtc(Path.Combine(folder, "a"), DateTime.UnixEpoch);
        Assert.Equal(first, await Hash());
        Write("a", "two");
        Assert.NotEqual(first, await Hash());
        Write("a", "one");
        Assert.Equal(first, await Hash());
        File.CreateSymbolicLink(Path.Combine(folder, "l"), "a");
        Assert.NotEqual(first, await Hash());
    }

    internal static async Task<(Image Image, IReadOnlyList<Event> Events)> BuildAsync(EngineClient engine, ImageBuildSpec spec, CancellationToken cancellation = default)
    {
        var events = new List<Event>();
        var plan = await ImageBuildPlan.PrepareAsync(engine, spec, cancellation);
        await foreach (var item in ImageBuild.RunAsync(engine, plan, cancellation)) events.Add(item);
        return (events.OfType<Output<Image>>().Single().Value, events);
    }

    private static async Task<string> RunAsync(LabEngine engine, string image, params string[] command)
    {
        var result = await ContainerRunTests.ResultAsync(
            ContainerRun.RunAsync(engine.Client, new ContainerSpec { Image = image, Command = command, Network = "none" }, keep: false, timeout: null, CancellationToken.None));
        return result.ToString();
    }

    private static Task RemoveAsync(EngineClient engine, string name) =>
        engine.RunAsync(ImageRequests.Remove(name, force: true, keepParents: false), CancellationToken.None);

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), text);
    }
}
