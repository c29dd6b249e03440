using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text.RegularExpressions;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Rpm;
using DockerOps.Tests.Images;
using Xunit;

namespace DockerOps.Tests.Rpm;

/// <summary>Docker's own packages, of small sources with the shape of its packaging, by the real git, docker build and rpmbuild.</summary>
public sealed class DockerRpmTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("dockerrpm-").FullName;
    private readonly Lazy<string> made;

    public DockerRpmTests() => made = new Lazy<string>(() =>
    {
        Run(Path.Combine(Repository.Root, "tests", "lab", "docker", "make"), Path.Combine(folder, "sources"));
        return Path.Combine(folder, "sources");
    });

    private string Sources => made.Value;

    private string Out => Path.Combine(folder, "out");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [LabFact]
    public async Task The_packages_of_a_tag_are_made_and_what_has_not_changed_is_not_made_again()
    {
        _ = LabBuilder.Image;
        await using var proxy = new RecordingProxy(Lab.Current.Local);
        using var engine = LabImages.To(proxy.Host);
        var spec = Spec() with { Force = true };

        using var plan = await PrepareAsync(engine, spec);
        Assert.Empty(proxy.Changes);
        var events = await RunAsync(plan);

        var packages = Packages(events);
        Assert.Equal(
            ["docker-engine-1.12.1-1.src", "docker-engine-1.12.1-1.x86_64", "docker-engine-selinux-1.12.1-1.noarch", "docker-engine-selinux-1.12.1-1.src"],
            packages.Select(package => package.Nevra).Order(StringComparer.Ordinal));
        var files = Content(packages.Single(package => package.Name == "docker-engine" && !package.IsSource).Path);
        Assert.Contains("Docker version 1.12.1, build " + Git("docker", "rev-parse", "v1.12.1")[..7], files["./usr/bin/docker"], StringComparison.Ordinal);
        Assert.Contains("runc selinux", files["./usr/bin/docker-runc"], StringComparison.Ordinal);
        Assert.Contains(".TH \"dockerd\" \"8\" \"Docker\"\nthe daemon", files["./usr/share/man/man8/dockerd.8"], StringComparison.Ordinal);

        // What was shown is what was called, ids of containers aside.
        var shown = plan.Steps.OfType<EngineRequest>().Select(step => (step with { Source = null }).ToString());
        Assert.Equal(shown, proxy.Changes.Select(WithoutId));
        Assert.Contains(plan.Steps.OfType<string>(), step => step.Contains("RUN [\"rpmbuild\",\"-ba\",\"--define\",\"_topdir /root/rpmbuild\",\"--define\",\"_gitcommit", StringComparison.Ordinal));

        proxy.Clear();
        using var again = await PrepareAsync(engine, spec with { Force = false });
        Assert.True(again.IsUnchanged);
        Assert.Equal(packages, Packages(await RunAsync(again)));

        // Another release: the images are there, the packages are made.
        using var next = await PrepareAsync(engine, spec with { Force = false, Release = "2", Components = [DockerRpmComponent.Engine] });
        Assert.Contains("docker-engine-1.12.1-2.x86_64", Packages(await RunAsync(next)).Select(package => package.Nevra));
        Assert.DoesNotContain(proxy.Changes, call => call.Contains("builder-rpm", StringComparison.Ordinal) && call.StartsWith("POST /build", StringComparison.Ordinal));
        await AssertNothingLeftAsync(engine, plan, next);
    }

    [LabFact]
    public async Task Todays_packaging_is_understood_too()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var spec = Spec() with
        {
            Source = Path.Combine(Sources, "packaging"),
            Version = "28.5.2",
            Distribution = "centos-9",
            BuildArguments = new Dictionary<string, string> { ["BUILD_IMAGE"] = LabBuilder.Image, ["WORD"] = "built in" },
        };

        using var plan = await PrepareAsync(engine, spec);
        var packages = Packages(await RunAsync(plan));

        Assert.Equal(
            ["docker-ce-3:28.5.2-1.noarch", "docker-ce-3:28.5.2-1.src", "docker-ce-cli-3:28.5.2-1.noarch", "docker-ce-cli-3:28.5.2-1.src"],
            packages.Select(package => package.Nevra).Order(StringComparer.Ordinal));
        var files = Content(packages.Single(package => package.Name == "docker-ce" && !package.IsSource).Path);
        Assert.Equal("the engine of today\n", files["./usr/share/docker-ce/dockerd.txt"]);
        Assert.Equal("built in\n", files["./usr/share/docker-ce/word"]);
        await AssertNothingLeftAsync(engine, plan);
    }

    [LabFact]
    public async Task A_builder_that_needs_BuildKit_is_built_with_it_when_asked()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var spec = Spec() with
        {
            Source = Path.Combine(Sources, "packaging"),
            Version = "28.5.2",
            Distribution = "fedora-42",
            Components = [DockerRpmComponent.Cli],
            BuildArguments = new Dictionary<string, string> { ["BUILD_IMAGE"] = LabBuilder.Image },
            // The lab may have kept the image of an earlier run.
            Force = true,
        };

        using (var refused = await PrepareAsync(engine, spec))
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(refused));
            Assert.Equal(FailureKind.Unsupported, failure.Kind);
            Assert.Contains("-BuildKit", failure.Message, StringComparison.Ordinal);
        }

        using var plan = await PrepareAsync(engine, spec with { BuildKit = true });
        Assert.Equal(2, Packages(await RunAsync(plan)).Count);
        await AssertNothingLeftAsync(engine, plan);
    }

    [LabFact]
    public async Task A_builder_image_may_be_brought_and_the_source_be_an_address()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var spec = Spec() with
        {
            Source = $"file://{Sources}/docker",
            Distribution = "my-own",
            BuilderImage = ImageReference.Parse(LabBuilder.Image),
            RuncSource = $"file://{Sources}/runc",
            ContainerdSource = $"file://{Sources}/containerd",
            RuncCommit = Git("runc", "rev-parse", "HEAD")[..10],
            ManPages = false,
            Experimental = true,
            Release = "0.7",
            Components = [DockerRpmComponent.Engine],
            Defines = new Dictionary<string, string> { ["_buildshell"] = "/bin/bash" },
        };

        using var plan = await PrepareAsync(engine, spec);
        var packages = Packages(await RunAsync(plan));

        Assert.DoesNotContain(plan.Steps, step => $"{step}".Contains("manpage", StringComparison.Ordinal));
        Assert.Equal(["docker-engine-1.12.1-0.7.src", "docker-engine-1.12.1-0.7.x86_64"], packages.Select(package => package.Nevra).Order(StringComparer.Ordinal));
        Assert.Contains("experimental 1", Content(packages.Single(package => !package.IsSource).Path)["./usr/bin/docker"], StringComparison.Ordinal);
    }

    [LabFact]
    public async Task What_is_not_there_is_told_with_what_is()
    {
        using var engine = LabImages.To(Lab.Current.Local);
        var plain = Path.Combine(folder, "plain");
        Directory.CreateDirectory(plain);

        await RefusedAsync(engine, Spec() with { Version = "1.12.9" }, FailureKind.NotFound, "no tag 'v1.12.9'", "v1.12.1");
        await RefusedAsync(engine, Spec() with { Distribution = "centos-5" }, FailureKind.NotFound, "'centos-5'", "centos-7, fedora-24, opensuse-13.2, oraclelinux-7");
        await RefusedAsync(engine, Spec() with { Architecture = "s390x" }, FailureKind.NotFound, "none for that architecture");
        await RefusedAsync(engine, Spec() with { Components = [DockerRpmComponent.Cli] }, FailureKind.InvalidInput, "Cli is a package of today's");
        await RefusedAsync(engine, Spec() with { RuncCommit = new string('a', 40) }, FailureKind.NotFound, "no commit 'aaaa");
        await RefusedAsync(engine, Spec() with { RuncCommit = "--upload-pack=x" }, FailureKind.InvalidInput, "is no commit");
        await RefusedAsync(engine, Spec() with { RuncSource = Path.Combine(folder, "nowhere") }, FailureKind.NotFound, "nowhere");
        await RefusedAsync(engine, Spec() with { Source = plain }, FailureKind.InvalidInput, "no packaging of Docker");
        await RefusedAsync(engine, Spec() with { Source = Path.Combine(folder, "nowhere") }, FailureKind.NotFound, "nowhere");
        await RefusedAsync(engine, Spec() with { Version = "latest" }, FailureKind.InvalidInput, "no version");
        await RefusedAsync(engine, Spec() with { Distribution = "../.." }, FailureKind.InvalidInput, "no distribution");
        await RefusedAsync(engine, Spec() with { BuilderImage = ImageReference.Parse("no-such:1") }, FailureKind.NotFound, "no-such:1");

        Directory.Delete(Path.Combine(Sources, "docker", ".git"), recursive: true);
        await RefusedAsync(engine, Spec(), FailureKind.Conflict, "changed after the tag");
        File.WriteAllText(Path.Combine(Sources, "docker", "VERSION"), "1.12.1\n");
        File.Delete(Path.Combine(Sources, "docker", "hack", "make", ".build-rpm", "docker-engine.spec"));
        await RefusedAsync(engine, Spec(), FailureKind.NotFound, "no spec file 'docker-engine.spec'", "docker-engine-selinux.spec");
    }

    [Theory]
    [InlineData("1.12.1", "1.12.1", "1")]
    [InlineData("v1.12.1", "1.12.1", "1")]
    [InlineData("1.13.0-rc2", "1.13.0", "0.2.rc2")]
    [InlineData("17.03.0-ce", "17.03.0.ce", "1")]
    [InlineData("1.12.1-cs1-rc3", "1.12.1.cs1", "0.3.rc3")]
    public void A_version_becomes_version_and_release(string text, string version, string release) =>
        Assert.Equal((version, release), new DockerRpmSpec { Source = "x", Version = text, Distribution = "x", Destination = "x" }.PackageVersion());

    [Fact]
    public void The_policy_goes_only_where_it_can()
    {
        var tree = DockerTree.Of(Path.Combine(Sources, "docker"));

        Assert.Equal([DockerRpmComponent.Engine, DockerRpmComponent.SELinux], EngineRecipe.Usual(tree, "centos-7"));
        Assert.Equal([DockerRpmComponent.Engine], EngineRecipe.Usual(tree, "oraclelinux-6"));
        Assert.Equal([DockerRpmComponent.Engine], EngineRecipe.Usual(tree, "opensuse-13.2"));
        Assert.Equal(["centos-7"], DockerSources.Distributions(Path.Combine(Sources, "docker"), "armhf"));
        Assert.Equal(["centos-9", "fedora-42"], DockerSources.Distributions(Path.Combine(Sources, "packaging")));
    }

    private DockerRpmSpec Spec() => new()
    {
        Source = Path.Combine(Sources, "docker"),
        Version = "1.12.1",
        Distribution = "centos-7",
        Destination = Out,
        RuncSource = Path.Combine(Sources, "runc"),
        ContainerdSource = Path.Combine(Sources, "containerd"),
        EngineSource = Path.Combine(Sources, "moby"),
        CliSource = Path.Combine(Sources, "cli"),
    };

    private static async Task RefusedAsync(EngineClient engine, DockerRpmSpec spec, FailureKind kind, params string[] words)
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "dockerops-rpm-*");
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => PrepareAsync(engine, spec));
        Assert.True(failure.Kind == kind, $"{failure.Kind}: {failure.Message}");
        Assert.All(words, word => Assert.Contains(word, failure.Message, StringComparison.Ordinal));
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "dockerops-rpm-*").Except(before));
    }

    private static async Task<DockerRpmPlan> PrepareAsync(EngineClient engine, DockerRpmSpec spec)
    {
        await foreach (var item in DockerRpmPlan.PrepareAsync(engine, spec, CancellationToken.None))
        {
            if (item is Output<DockerRpmPlan> { Value: var plan }) return plan;
        }

        throw new InvalidOperationException("There was no plan.");
    }

    private static async Task<IReadOnlyList<Event>> RunAsync(DockerRpmPlan plan)
    {
        var events = new List<Event>();
        await foreach (var item in plan.RunAsync(CancellationToken.None)) events.Add(item);
        return events;
    }

    private static IReadOnlyList<RpmPackage> Packages(IEnumerable<Event> events) => [.. events.OfType<Output<RpmPackage>>().Select(output => output.Value)];

    private static async Task AssertNothingLeftAsync(EngineClient engine, params DockerRpmPlan[] plans)
    {
        foreach (var plan in plans)
        {
            var mark = plan.BuildText.Split('\n')[1]["LABEL ".Length..];
            Assert.Empty(await ContainerList.ReadAsync(engine, [mark], [], CancellationToken.None));
            Assert.Empty(await ImageList.ReadAsync(engine, [mark], dangling: null, CancellationToken.None));
        }
    }

    private static string WithoutId(string call) => Regex.Replace(call, "(?<=/containers/)[0-9a-f]{64}", "{id}");

    private string Git(string repository, params string[] words) => Run("git", ["-C", Path.Combine(Sources, repository), .. words]).Trim();

    // What is in a package, by the tools that unpack packages everywhere.
    private Dictionary<string, string> Content(string package)
    {
        var name = Path.GetFileName(package);
        var engine = Lab.Current.Text("engines", "local", "address");
        var id = Run("docker", "-H", engine, "create", "--network", "none", LabBuilder.Image, "sh", "-c", $"cd /root && rpm2archive {name}").Trim().Split('\n')[^1];
        try
        {
            Run("docker", "-H", engine, "cp", package, $"{id}:/root/{name}");
            Run("docker", "-H", engine, "start", "-a", id);
            Run("docker", "-H", engine, "cp", $"{id}:/root/{name}.tgz", Path.Combine(folder, "content.tgz"));
        }
        finally
        {
            Run("docker", "-H", engine, "rm", "-f", id);
        }

        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        using var packed = new GZipStream(File.OpenRead(Path.Combine(folder, "content.tgz")), CompressionMode.Decompress);
        using var tar = new TarReader(packed);
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is not { } data) continue;
            // rpmbuild packs manual pages.
            using var page = new StreamReader(entry.Name.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(data, CompressionMode.Decompress) : data);
            files[entry.Name.EndsWith(".gz", StringComparison.Ordinal) ? entry.Name[..^3] : entry.Name] = page.ReadToEnd();
        }

        return files;
    }

    private static string Run(string program, params IReadOnlyList<string> words)
    {
        var info = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var word in words) info.ArgumentList.Add(word);
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', words)}: {errors.Result}");
    }
}
