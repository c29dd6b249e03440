using System.Text.Json;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

public sealed class InventoryComparisonTests
{
    private const string Anonymous = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    private static readonly InventoryContainer Web = new() { Id = "c1", Name = "web", ImageId = "sha256:1", State = ContainerState.Running, RestartPolicy = "always" };

    private static readonly EngineInventory Before = new()
    {
        EngineVersion = "20.10.24",
        DataRoot = "/var/lib/docker",
        StorageDriver = "overlay2",
        Images = new Dictionary<string, IReadOnlyList<string>> { ["sha256:1"] = ["sme-9:6.5", "sme-9:new"], ["sha256:2"] = [] },
        Containers = [Web],
        Volumes = ["data"],
        Networks = new Dictionary<string, string> { ["bridge"] = "bridge", ["n1"] = "front" },
    };

    [Fact]
    public void What_is_new_is_no_difference() => Assert.Empty(InventoryComparison.Between(
        Before, Before with { EngineVersion = "28.5.2", Volumes = ["data", "more"], Containers = [Web, Web with { Id = "c2", Name = "later" }] }));

    [Fact]
    public void What_is_gone_is_a_loss()
    {
        var after = Before with
        {
            DataRoot = "/srv/docker",
            StorageDriver = "vfs",
            Images = new Dictionary<string, IReadOnlyList<string>> { ["sha256:1"] = ["sme-9:6.5"] },
            Containers = [],
            Volumes = [],
            Networks = new Dictionary<string, string> { ["bridge"] = "bridge" },
        };
        var found = InventoryComparison.Between(Before, after);
        Assert.All(found, difference => Assert.True(difference.IsLoss));
        Assert.Equal(["data root", "storage driver", "sme-9:new", "sha256:2", "web", "data", "front"], found.Select(difference => difference.Name));
    }

    [Theory]
    [InlineData(ContainerState.Running, "always", ContainerState.Exited, 1, true)]
    [InlineData(ContainerState.Running, "no", ContainerState.Exited, 0, false)]
    [InlineData(ContainerState.Paused, "no", ContainerState.Running, null, true)]
    [InlineData(ContainerState.Restarting, "always", ContainerState.Exited, 1, false)]
    [InlineData(ContainerState.Exited, "no", ContainerState.Running, null, false)]
    public void A_container_that_ran_has_to_run_unless_its_job_is_done(ContainerState was, string policy, ContainerState now, int? code, bool loss)
    {
        var before = Before with { Containers = [Web with { State = was, RestartPolicy = policy }] };
        var found = InventoryComparison.Between(before, Before with { Containers = [Web with { State = now, ExitCode = code }] });
        Assert.Equal(loss, Assert.Single(found).IsLoss);
    }

    [Fact]
    public void One_that_the_engine_removes_by_itself_is_no_loss() => Assert.False(Assert.Single(InventoryComparison.Between(
        Before with { Containers = [Web with { RemovedWhenStopped = true }] }, Before with { Containers = [] })).IsLoss);

    [Theory]
    [InlineData(true, false, Anonymous, false)]
    [InlineData(false, true, Anonymous, false)]
    [InlineData(false, false, Anonymous, true)]
    [InlineData(true, false, "data", true)]
    public void A_volume_without_a_name_goes_with_such_a_container(bool removed, bool task, string volume, bool loss)
    {
        var container = Web with { Id = "c2", RemovedWhenStopped = removed, IsSwarmTask = task, Volumes = [volume] };
        var before = Before with { Containers = [container], Volumes = [volume] };
        Assert.Equal(loss, InventoryComparison.Between(before, before with { Containers = [], Volumes = [] }).Single(difference => difference.Kind == "volume").IsLoss);
        // Another container that uses it keeps it.
        Assert.True(InventoryComparison.Between(before with { Containers = [container, Web with { Volumes = [volume] }] }, before with { Volumes = [] }).Single(difference => difference.Kind == "volume").IsLoss);
    }

    [Fact]
    public void An_inventory_without_the_volumes_of_containers_can_be_read()
    {
        var text = JsonSerializer.Serialize(Before, UpgradeJson.Default.EngineInventory);
        var older = text.Replace(",\"Volumes\":[]", "", StringComparison.Ordinal);
        Assert.NotEqual(text, older);
        Assert.Empty(JsonSerializer.Deserialize(older, UpgradeJson.Default.EngineInventory)!.Containers[0].Volumes);
    }
}
