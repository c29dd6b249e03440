using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Rpm;
using DockerOps.Tests.Images;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Packages built of small spec files with the real rpmbuild, and builds that go wrong in every way.</summary>
public sealed class RpmBuildTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("rpmbuild-").FullName;

    private string Out => Path.Combine(folder, "out");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [LabFact]
    public async Task Packages_are_built_once_and_again_only_when_something_changed()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        Write("SOURCES/hello.txt", "hello\n");
        var spec = Hello("hello");

        var first = await BuildAsync(engine, spec);
        var again = await BuildAsync(engine, spec);
        var kept = File.GetLastWriteTimeUtc(first.Packages[0].Path);
        Write("SOURCES/hello.txt", "hello again\n");
        var changed = await BuildAsync(engine, spec);

        Assert.Equal(["hello-1.0-1.noarch", "hello-1.0-1.src"], first.Packages.Select(package => package.Nevra).Order(StringComparer.Ordinal));
        Assert.All(first.Packages, package => Assert.Equal(package.IsSource ? "SRPMS" : "RPMS", Path.GetRelativePath(Out, package.Path).Split('/')[0]));
        Assert.False(first.Plan.IsUnchanged);
        Assert.Contains(first.Events.OfType<Note>(), note => note.Text.Contains("Wrote: /root/rpmbuild/RPMS/noarch/hello", StringComparison.Ordinal));
        Assert.True(again.Plan.IsUnchanged);
        Assert.Empty(again.Plan.Steps);
        Assert.Equal(first.Packages, again.Packages);
        Assert.NotEqual(first.Packages[0].Sha256, changed.Packages[0].Sha256);
        Assert.True(kept <= File.GetLastWriteTimeUtc(changed.Packages[0].Path));
        await AssertNothingLeftAsync(engine, first.Plan, changed.Plan);
    }

    [LabFact]
    public async Task A_package_that_is_gone_or_damaged_is_built_again()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        Write("SOURCES/hello.txt", "x\n");
        var spec = Hello("hello") with { Kind = RpmBuildKind.Binary };
        var first = await BuildAsync(engine, spec);
        File.AppendAllText(Assert.Single(first.Packages).Path, "x");

        // It is not what the build left, so it is not replaced without a word.
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine, spec));
        Assert.Equal(FailureKind.Conflict, failure.Kind);
        File.Delete(first.Packages[0].Path);
        var again = await BuildAsync(engine, spec);

        Assert.False(again.Plan.IsUnchanged);
        Assert.True(File.Exists(first.Packages[0].Path));
    }

    [LabFact]
    public async Task Packages_that_lie_among_their_sources_are_no_part_of_them()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        Write("hello.txt", "hello\n");
        var spec = Hello("hello") with { Sources = folder, Destination = Path.Combine(folder, "a [b]", "rpm") };

        await BuildAsync(engine, spec);
        var again = await BuildAsync(engine, spec);
        Write("a [b]/rpm/patch", "x");
        var changed = await BuildAsync(engine, spec);

        Assert.True(again.Plan.IsUnchanged);
        Assert.False(changed.Plan.IsUnchanged);
    }

    [LabFact]
    public async Task Packages_of_every_build_are_replaced_by_the_next_of_them()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        Write("SOURCES/hello.txt", "x\n");
        var binary = Hello("hello") with { Kind = RpmBuildKind.Binary };
        var source = binary with { Kind = RpmBuildKind.Source };
        await BuildAsync(engine, binary);
        var first = await BuildAsync(engine, source);
        Write("SOURCES/hello.txt", "y\n");

        Assert.Single((await BuildAsync(engine, binary)).Packages);
        var second = await BuildAsync(engine, source);
        Assert.NotEqual(Assert.Single(first.Packages).Sha256, Assert.Single(second.Packages).Sha256);

        // What somebody else has put in the place of one is not.
        var made = Directory.GetFiles(Out, "*.noarch.rpm", SearchOption.AllDirectories).Single();
        File.AppendAllText(made, "x");
        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine, binary))).Kind);
    }

    [LabFact]
    public async Task A_record_that_makes_no_sense_is_none()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        Write("SOURCES/hello.txt", "x\n");
        var spec = Hello("hello");
        await BuildAsync(engine, spec);
        Write("out/.dockerops/hello.json", "{\"inputs\": \"x\"}");
        Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => BuildAsync(engine, spec))).Kind);
        Assert.Equal(2, (await BuildAsync(engine, spec with { Force = true })).Packages.Count);
    }

    [LabFact]
    public async Task A_build_that_fails_tells_its_last_lines_and_leaves_nothing()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var spec = Spec("broken", "echo the reason is this >&2; exit 4");
        var plan = await RpmBuildPlan.PrepareAsync(engine, spec, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(plan));

        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Contains("the reason is this", failure.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Out, "RPMS")));
        await AssertNothingLeftAsync(engine, plan);
    }

    [LabTheory]
    [InlineData("ln -s /etc/passwd /root/rpmbuild/RPMS/out", FailureKind.Corrupt, "leads out")]
    [InlineData("mknod /root/rpmbuild/RPMS/disk b 8 0", FailureKind.Corrupt, "device")]
    [InlineData("echo x >/root/rpmbuild/RPMS/noarch/evil-1-1.noarch.rpm", FailureKind.Corrupt, "evil")]
    [InlineData("head -c 3000000 /dev/zero >/root/rpmbuild/SRPMS/big", FailureKind.NoSpace, "2,000,000")]
    public async Task What_does_not_belong_among_packages_is_refused_whole(string script, FailureKind kind, string word)
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var spec = Spec("hostile", $"mkdir -p /root/rpmbuild/RPMS/noarch /root/rpmbuild/SRPMS; {script}") with { MaxSize = 2_000_000 };
        var plan = await RpmBuildPlan.PrepareAsync(engine, spec, CancellationToken.None);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(plan));

        Assert.Equal(kind, failure.Kind);
        Assert.Contains(word, failure.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Out));
        await AssertNothingLeftAsync(engine, plan);
    }

    [LabFact]
    public async Task A_build_that_is_stopped_leaves_nothing()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var plan = await RpmBuildPlan.PrepareAsync(engine, Spec("slow", "echo begun; sleep 600"), CancellationToken.None);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var item in plan.RunAsync(stop.Token))
            {
                if (item is Note { Text: "begun" }) await stop.CancelAsync();
            }
        });

        await AssertNothingLeftAsync(engine, plan);
    }

    [LabFact]
    public async Task The_calls_that_are_shown_are_those_that_are_made()
    {
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        using var engine = LabImages.To(proxy.Host);
        Write("SOURCES/hello.txt", "x\n");
        var plan = await RpmBuildPlan.PrepareAsync(engine, Hello("hello"), CancellationToken.None);
        Assert.Empty(proxy.Changes);

        await RunAsync(plan);

        var shown = plan.Steps.OfType<EngineRequest>().Select(step => (step with { Source = null }).ToString());
        Assert.Equal(shown, proxy.Changes);
        Assert.Contains(plan.Steps.OfType<string>(), step => step.Contains("RUN [\"rpmbuild\",\"-ba\"", StringComparison.Ordinal));
    }

    [LabFact]
    public async Task What_cannot_be_built_is_told_before_anything_is_sent()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        async Task<DockerOpsException> Refused(RpmBuildSpec spec) =>
            await Assert.ThrowsAsync<DockerOpsException>(() => RpmBuildPlan.PrepareAsync(engine, spec, CancellationToken.None));
        Write("SOURCES/hello.txt", "x\n");

        Assert.Equal(FailureKind.NotFound, (await Refused(Hello("hello") with { SpecFile = Path.Combine(folder, "none.spec") })).Kind);
        Assert.Equal(FailureKind.NotFound, (await Refused(Hello("hello") with { BuilderImage = ImageReference.Parse("no-such-builder:1") })).Kind);
        Assert.Equal(FailureKind.NotFound, (await Refused(Hello("hello") with { Sources = Path.Combine(folder, "none") })).Kind);
        Assert.Equal(FailureKind.InvalidInput, (await Refused(Hello("hello") with { Defines = new Dictionary<string, string> { ["x y"] = "1" } })).Kind);
        Assert.Equal(FailureKind.InvalidInput, (await Refused(Hello("hello") with { Defines = new Dictionary<string, string> { ["_xyz"] = "1\nRUN rm" } })).Kind);
    }

    private static async Task<(RpmBuildPlan Plan, IReadOnlyList<RpmPackage> Packages, IReadOnlyList<Event> Events)> BuildAsync(EngineClient engine, RpmBuildSpec spec)
    {
        var plan = await RpmBuildPlan.PrepareAsync(engine, spec, CancellationToken.None);
        var events = await RunAsync(plan);
        return (plan, [.. events.OfType<Output<RpmPackage>>().Select(output => output.Value)], events);
    }

    private static async Task<IReadOnlyList<Event>> RunAsync(RpmBuildPlan plan)
    {
        var events = new List<Event>();
        await foreach (var item in plan.RunAsync(CancellationToken.None)) events.Add(item);
        return events;
    }

    // By the label, which every image and container of a build has.
    private static async Task AssertNothingLeftAsync(EngineClient engine, params RpmBuildPlan[] plans)
    {
        foreach (var plan in plans)
        {
            var mark = plan.BuildText.Split('\n')[1]["LABEL ".Length..];
            Assert.StartsWith("org.dockerops.rpm=", mark, StringComparison.Ordinal);
            async Task<int> Left() => (await ContainerList.ReadAsync(engine, [mark], [], CancellationToken.None)).Count
                + (await ImageList.ReadAsync(engine, [mark], dangling: null, CancellationToken.None)).Count;
            for (var tries = 0; tries < 100 && await Left() > 0; tries++) await Task.Delay(100);
            Assert.Equal(0, await Left());
        }
    }

    private RpmBuildSpec Hello(string name)
    {
        Write($"SPECS/{name}.spec", $"""
            Name: {name}
            Version: 1.0
            Release: 1
            Summary: A greeting
            License: none
            BuildArch: noarch
            Source: hello.txt
            %description
            Says hello.
            %install
            install -D -m 644 %_sourcedir/hello.txt %buildroot/usr/share/{name}/hello.txt
            %files
            /usr/share/{name}
            """);
        return Of(name);
    }

    // A package whose build runs a script.
    private RpmBuildSpec Spec(string name, string script)
    {
        Write($"SPECS/{name}.spec", $"""
            Name: {name}
            Version: 1.0
            Release: 1
            Summary: x
            License: none
            BuildArch: noarch
            %description
            x
            %build
            {script}
            %files
            """);
        return Of(name);
    }

    private RpmBuildSpec Of(string name) => new()
    {
        SpecFile = Path.Combine(folder, "SPECS", name + ".spec"),
        BuilderImage = ImageReference.Parse(LabBuilder.Image),
        Destination = Out,
        Defines = new Dictionary<string, string> { ["_buildshell"] = "/bin/bash" },
    };

    private void Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, name))!);
        File.WriteAllText(Path.Combine(folder, name), text + "\n");
    }
}
