using System.Text.Json.Nodes;
using DockerOps.Backups;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;
using DockerOps.Tests.Images;
using DockerOps.Volumes;
using Xunit;

namespace DockerOps.Tests.Backups;

public sealed class HostRestoreTests
{
    private static readonly BackupPart[] WithoutImages = [BackupPart.Networks, BackupPart.Volumes, BackupPart.Containers];

    [LabTheory]
    [InlineData("local")]
    [InlineData("sme")]
    public async Task What_was_removed_comes_back_as_it_was(string name)
    {
        await using var lab = await BackupLab.OpenAsync(name == "sme" ? Lab.Current.Sme : Lab.Current.Engine(name));
        var volume = await lab.FilledVolumeAsync("data");
        await lab.Engine.RunAsync(EngineRequest.Post("/networks/create") with { Body = $$$"""{"Name":"{{{lab.Prefix}}}-net","Labels":{"a":"b"}}""" }, default);
        var running = await lab.ContainerAsync("running", start: true, $"{volume}:/data", "/anonymous");
        var paused = await lab.ContainerAsync("paused", start: true, $"{volume}:/data:ro");
        var made = await lab.ContainerAsync("made", start: false);
        await lab.Engine.RunAsync(ContainerRequests.Pause(paused), default);
        await lab.Engine.RunAsync(EngineRequest.Post($"/networks/{lab.Prefix}-net/connect") with { Body = $$$"""{"Container":"{{{running}}}","EndpointConfig":{"Aliases":["web"]}}""" }, default);
        var anonymous = (await ContainerList.FindAsync(lab.Engine, running, default)).Mounts.Single(mount => mount.Destination == "/anonymous").Volume!;
        var options = lab.Options with { Volume = one => lab.IsOurs(one) || one == anonymous };
        var content = await lab.ContentAsync(volume);

        var backup = await lab.BackupAsync(options);
        Assert.Equal((ContainerState.Running, ContainerState.Paused, ContainerState.Created), (await lab.StateAsync(running), await lab.StateAsync(paused), await lab.StateAsync(made)));
        await lab.RemoveOursAsync();
        var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages }, default);
        var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

        Assert.Empty(report.Failed);
        Assert.Equal(content, await lab.ContentAsync(volume));
        Assert.Equal((ContainerState.Running, ContainerState.Paused, ContainerState.Created), (await lab.StateAsync(running), await lab.StateAsync(paused), await lab.StateAsync(made)));
        var again = await ContainerList.FindAsync(lab.Engine, running, default);
        Assert.Contains(again.Mounts, mount => mount.Volume == anonymous && mount.Destination == "/anonymous");
        Assert.Equal("kept", (await VolumeList.FindAsync(lab.Engine, volume, default)).Labels["org.example.label"]);

        // Everything is there now, and the same: nothing is left to do.
        var second = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages }, default);
        // But for containers of others, whose backup was cut off a moment ago.
        var ids = await Task.WhenAll(new[] { running, paused, made }.Select(async one => (await ContainerList.FindAsync(lab.Engine, one, default)).Id));
        Assert.DoesNotContain(second.Lines, line => !line.StartsWith("POST /containers/", StringComparison.Ordinal) || ids.Any(id => line.Contains(id, StringComparison.Ordinal)));
        Assert.Equal(6, second.Skipped.Count);

        await lab.RemoveOursAsync();
        await lab.Engine.RunAsync(VolumeRequests.Remove(anonymous, force: true), default);
    }

    [LabFact]
    public async Task Containers_that_need_others_come_back_after_those_and_joined_to_them()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var volume = await lab.VolumeAsync("data");
        // By name it would come last.
        var owner = await lab.ContainerAsync("z-owner", start: true, $"{volume}:/data");
        var needs = new Dictionary<string, string>
        {
            ["from"] = $$"""{"VolumesFrom":["{{owner}}:ro"]}""",
            ["net"] = $$"""{"NetworkMode":"container:{{owner}}"}""",
            ["pid"] = $$"""{"PidMode":"container:{{owner}}"}""",
            ["link"] = $$"""{"Links":["{{owner}}:db"]}""",
        };
        foreach (var (name, host) in needs)
        {
            var body = $$"""{"Image":"{{Lab.Current.SmeImage}}","Cmd":["sleep","1000"],"StopSignal":"KILL","HostConfig":{{host}}}""";
            await lab.Engine.RunAsync(EngineRequest.Post("/containers/create", ("name", $"{lab.Prefix}-{name}")) with { Body = body }, default);
            await lab.Engine.RunAsync(ContainerRequests.Start($"{lab.Prefix}-{name}"), default);
        }

        var backup = await lab.BackupAsync(lab.Options with { Include = WithoutImages });
        await lab.RemoveOursAsync();
        var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages }, default);
        var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

        Assert.Empty(report.Failed);
        var id = (await ContainerList.FindAsync(lab.Engine, owner, default)).Id;
        var containers = (await EngineState.ReadAsync(lab.Engine, default)).Containers.Where(container => lab.IsOurs(container.Name)).ToDictionary(container => container.Name[(lab.Prefix.Length + 1)..]);
        Assert.All(containers.Values, container => Assert.Equal("running", container.State));
        Assert.Equal(id, containers["z-owner"].Id);
        string Of(string name, string key) => containers[name].Json["HostConfig"]![key]!.ToJsonString().Replace(id, owner, StringComparison.Ordinal);
        Assert.Equal($"[\"{owner}:ro\"]", Of("from", "VolumesFrom"));
        Assert.Equal([volume], containers["from"].Volumes);
        Assert.Equal($"\"container:{owner}\"", Of("net", "NetworkMode"));
        Assert.Equal($"\"container:{owner}\"", Of("pid", "PidMode"));
        Assert.Equal($"[\"/{owner}:/{lab.Prefix}-link/db\"]", Of("link", "Links"));
        Assert.Empty((await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages }, default)).Lines);
    }

    [LabFact]
    public async Task What_has_other_content_is_replaced_with_force_only()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var volume = await lab.FilledVolumeAsync("data");
        var container = await lab.ContainerAsync("web", start: true, $"{volume}:/data");
        var content = await lab.ContentAsync(volume);
        var backup = await lab.BackupAsync();
        await lab.RootAsync("echo other >\"$1/dir/file\"", (await VolumeList.FindAsync(lab.Engine, volume, default)).Mountpoint!);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages }, default));
        Assert.Equal(FailureKind.Conflict, failure.Kind);
        Assert.Contains(volume, failure.Message, StringComparison.Ordinal);

        var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages, Force = true }, default);
        var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

        Assert.Equal([new RestoredItem(BackupPart.Volumes, volume)], report.Items);
        Assert.Equal(content, await lab.ContentAsync(volume));
        Assert.Equal(ContainerState.Running, await lab.StateAsync(container));
        Assert.DoesNotContain("dockerops", await lab.RootAsync("ls -a \"$1/..\"", (await VolumeList.FindAsync(lab.Engine, volume, default)).Mountpoint!), StringComparison.Ordinal);
    }

    [LabFact]
    public async Task A_container_whose_volume_could_not_be_restored_is_neither_made_nor_started()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var volume = await lab.FilledVolumeAsync("data");
        var container = await lab.ContainerAsync("web", start: true, $"{volume}:/data");
        var other = await lab.ContainerAsync("other", start: true);
        var backup = await lab.BackupAsync(lab.Options with { Include = WithoutImages });
        await lab.RemoveOursAsync();
        var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages }, default);
        // Somebody makes a volume of that name meanwhile.
        await lab.VolumeAsync("data");

        var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

        Assert.Equal([(BackupPart.Volumes, volume), (BackupPart.Containers, container)], report.Failed.Select(one => (one.Part, one.Name)));
        Assert.Equal([new RestoredItem(BackupPart.Containers, other)], report.Items);
        Assert.Equal([other], (await ContainerList.ReadAsync(lab.Engine, [], [], default)).Select(one => one.Name).Where(lab.IsOurs));
        Assert.Equal(ContainerState.Running, await lab.StateAsync(other));
    }

    [LabTheory]
    [InlineData(ContainerState.Running)]
    [InlineData(ContainerState.Paused)]
    public async Task A_container_that_cannot_be_replaced_goes_on_as_it_was(ContainerState state)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var name = await lab.ContainerAsync("web", start: false);
        var backup = await lab.BackupAsync(lab.Options with { Include = WithoutImages });
        await lab.RemoveOursAsync();
        await lab.ContainerAsync("web", start: true, "/another");
        if (state == ContainerState.Paused) await lab.Engine.RunAsync(ContainerRequests.Pause(name), default);
        // As a restore leaves it that was killed.
        await lab.ContainerAsync("web-replaced", start: false);

        var plan = await HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages, Force = true }, default);
        var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

        Assert.Equal([name], report.Failed.Select(one => one.Name));
        Assert.Contains(name + "-replaced", report.Failed[0].Reason, StringComparison.Ordinal);
        Assert.Equal(state, await lab.StateAsync(name));
    }

    [LabFact]
    public async Task A_network_comes_back_though_its_engine_told_the_gateway_with_a_prefix()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Local);
        var name = lab.Prefix + "-net";
        await lab.Engine.RunAsync(NetworkDefinition.Create(new JsonObject { ["Name"] = name }), default);
        var network = (await EngineState.ReadAsync(lab.Engine, default)).Networks.Single(one => NetworkDefinition.NameOf(one) == name);
        var asNow = NetworkDefinition.Body(network);
        // As engine 1.12 tells it.
        var config = network["IPAM"]!["Config"]![0]!;
        config["Gateway"] = config["Gateway"]!.GetValue<string>() + "/" + config["Subnet"]!.GetValue<string>().Split('/')[1];
        await lab.RemoveOursAsync();

        await lab.Engine.RunAsync(NetworkDefinition.Create(network), default);

        Assert.Equal(asNow, NetworkDefinition.Body(network));
        Assert.Equal(asNow, NetworkDefinition.Body((await EngineState.ReadAsync(lab.Engine, default)).Networks.Single(one => NetworkDefinition.NameOf(one) == name)));
    }

    [LabTheory]
    [InlineData("""{"AutoRemove":true}""", "{}")]
    [InlineData("{}", """{"com.docker.swarm.task.id":"t"}""")]
    public async Task A_container_that_would_not_come_back_is_not_stopped(string host, string labels)
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var volume = await lab.FilledVolumeAsync("data");
        var backup = await lab.BackupAsync();
        var body = $$"""{"Image":"{{Lab.Current.SmeImage}}","Cmd":["sleep","1000"],"StopSignal":"KILL","Labels":{{labels}},"HostConfig":{{host}}}""";
        var spec = JsonNode.Parse(body)!;
        spec["HostConfig"]!["Binds"] = new JsonArray($"{volume}:/data");
        await lab.Engine.RunAsync(EngineRequest.Post("/containers/create", ("name", $"{lab.Prefix}-web")) with { Body = spec.ToJsonString() }, default);
        await lab.Engine.RunAsync(ContainerRequests.Start($"{lab.Prefix}-web"), default);
        await lab.RootAsync("echo other >\"$1/dir/file\"", (await VolumeList.FindAsync(lab.Engine, volume, default)).Mountpoint!);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages, Force = true }, default));
        Assert.Equal(FailureKind.Conflict, failure.Kind);
        Assert.Contains($"{lab.Prefix}-web", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ContainerState.Running, await lab.StateAsync($"{lab.Prefix}-web"));
    }

    [LabFact]
    public async Task A_container_that_is_removed_at_its_end_is_not_replaced_while_it_runs()
    {
        await using var lab = await BackupLab.OpenAsync(Lab.Current.Sme);
        var name = await lab.ContainerAsync("web", start: true);
        var backup = await lab.BackupAsync(lab.Options with { Include = WithoutImages });
        await lab.RemoveOursAsync();
        var body = $$$"""{"Image":"{{{Lab.Current.SmeImage}}}","Cmd":["sleep","1000"],"StopSignal":"KILL","HostConfig":{"AutoRemove":true}}""";
        await lab.Engine.RunAsync(EngineRequest.Post("/containers/create", ("name", name)) with { Body = body }, default);
        await lab.Engine.RunAsync(ContainerRequests.Start(name), default);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => HostRestore.PrepareAsync(lab.Session, backup, new RestoreOptions { Include = WithoutImages, Force = true }, default));
        Assert.Equal(FailureKind.Conflict, failure.Kind);
        Assert.Equal(ContainerState.Running, await lab.StateAsync(name));
    }

    [LabFact]
    public async Task A_backup_of_one_host_comes_to_another_only_as_a_clone()
    {
        await using var source = await BackupLab.OpenAsync(Lab.Current.Sme);
        var volume = await source.FilledVolumeAsync("data");
        var container = await source.ContainerAsync("web", start: true, $"{volume}:/data");
        var content = await source.ContentAsync(volume);
        var backup = await source.BackupAsync(source.Options with { Image = image => image == Lab.Current.SmeImage });
        await using var target = await BackupLab.OpenAsync(Lab.Current.Boot);
        var hadImage = (await ImageList.ReadAsync(target.Engine, [], null, default)).Any(image => image.Name == Lab.Current.SmeImage);
        try
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => HostRestore.PrepareAsync(target.Session, backup, new RestoreOptions(), default));
            Assert.Equal(FailureKind.InvalidInput, failure.Kind);

            var plan = await HostRestore.PrepareAsync(target.Session, backup, new RestoreOptions { IsClone = true, NoStart = true }, default);
            var report = await LabImages.ResultAsync<RestoreReport>(plan.RunAsync(default));

            Assert.Empty(report.Failed);
            Assert.Equal(content, await target.ContentAsync(volume));
            Assert.Equal(ContainerState.Created, await target.StateAsync(container));
        }
        finally
        {
            await target.Engine.RunAsync(ContainerRequests.Remove(container, force: true, volumes: false), default);
            await target.Engine.RunAsync(VolumeRequests.Remove(volume, force: true), default);
            if (!hadImage) await target.Engine.RunAsync(ImageRequests.Remove(Lab.Current.SmeImage, force: true, keepParents: false), default);
        }
    }
}
