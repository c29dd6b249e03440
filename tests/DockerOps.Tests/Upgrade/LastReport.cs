using DockerOps.Upgrade;

namespace DockerOps.Tests.Upgrade;

/// <summary>Runs an upgrade to its end.</summary>
internal static class LastReport
{
    public static async Task<UpgradeReport> OfAsync(PreparedUpgrade upgrade)
    {
        UpgradeReport? report = null;
        await foreach (var item in UpgradeRun.RunAsync(upgrade, CancellationToken.None)) report = (item as Output<UpgradeReport>)?.Value ?? report;
        return report!;
    }
}
