using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

public sealed class InventoryComparisonTests
{
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
}
