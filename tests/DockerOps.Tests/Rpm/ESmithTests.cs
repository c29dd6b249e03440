using DockerOps.Daemon;
using DockerOps.Rpm;
using Xunit;

namespace DockerOps.Tests.Rpm;

[Collection(nameof(YumHostTests))]
public sealed class ESmithTests(ESmithHost host) : IClassFixture<ESmithHost>
{
    [LabFact]
    public async Task A_repository_goes_into_the_database_and_dnf_can_use_it()
    {
        var repository = Smeos("lab-smeos");
        var plan = await PlanAsync(repository, new() { Timeout = TimeSpan.FromSeconds(60) });
        Assert.Contains("until no process holds /var/run/yum.pid", plan.Lines[^2], StringComparison.Ordinal);
        await host.Calls();

        var made = await RunAsync(plan);

        Assert.Equal(YumRepositoryRegistration.Database, Assert.Single(made).Path);
        Assert.Equal(plan.Lines.Take(2), (await Told()).Select(call => $"{call} on {host.Session.Host}"));
        Assert.Contains("e-smith-lib", await host.Run("dnf", "--disablerepo=*", "--enablerepo=lab-smeos", "list", "--available"), StringComparison.Ordinal);

        var list = await YumRepositoryList.ReadAsync(host.Session.Shell, CancellationToken.None);
        var entry = Assert.Single(list.Repositories, entry => entry.Id == "lab-smeos");
        Assert.Equal(repository.BaseUrl, entry.Definition.BaseUrl);

        await Assert.ThrowsAsync<DockerOpsException>(() => PlanAsync(repository with { Name = "other" }, new()));
        await RunAsync(await YumUnregistration.PrepareAsync(host.Session, "lab-smeos", CancellationToken.None));
        Assert.DoesNotContain("lab-smeos", await host.Run("cat", "/etc/yum.smerepos.d/sme-base.repo"), StringComparison.Ordinal);
    }

    [LabFact]
    public async Task A_registration_that_was_cut_off_is_finished_by_the_next()
    {
        var repository = Smeos("lab-cut");
        // As far as a client gets that is killed before the server has written its file.
        await (await PlanAsync(repository, new())).Steps[0].RunAsync(host.Session.Shell, new TransferMeter(), CancellationToken.None);

        var again = await PlanAsync(repository, new());
        Assert.StartsWith("/sbin/e-smith/signal-event yum-modify", again.Lines[0], StringComparison.Ordinal);
        await RunAsync(again);

        Assert.Contains("e-smith-lib", await host.Run("dnf", "--disablerepo=*", "--enablerepo=lab-cut", "list", "--available"), StringComparison.Ordinal);
        await RunAsync(await YumUnregistration.PrepareAsync(host.Session, "lab-cut", CancellationToken.None));
    }

    [LabFact]
    public async Task One_that_dnf_cannot_use_is_taken_away_again()
    {
        var plan = await PlanAsync(Smeos("lab-broken") with { BaseUrl = ["file:///srv/nothing"] }, new());
        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(plan));
        Assert.Equal(FailureKind.CommandFailed, failure.Kind);
        Assert.Empty((await YumRepositoryList.ReadAsync(host.Session.Shell, CancellationToken.None)).Repositories);
    }

    [LabFact]
    public async Task The_engine_is_enabled_as_a_service()
    {
        var plan = await EngineStartPlan.PrepareAsync(host.Session, CancellationToken.None);
        await host.Calls();
        await plan.RunAsync(CancellationToken.None);
        await plan.RunAsync(CancellationToken.None);

        Assert.Equal("docker=service|status|enabled\n", await host.Run("/sbin/e-smith/config", "print", "docker"));
        Assert.Equal("/etc/rc.d/init.d/e-smith-service\n", await host.Run("readlink", "/etc/rc7.d/S95docker"));
        var told = await Told();
        Assert.Equal(plan.Lines.Skip(1), told.Take(3).Select(call => $"{call} on {host.Session.Host}"));
    }

    // What it was told to change; it asks its own database too.
    private async Task<IReadOnlyList<string>> Told() =>
        [.. (await host.Calls()).Where(call => call.Contains(" set", StringComparison.Ordinal) || !call.StartsWith("/sbin/e-smith/db", StringComparison.Ordinal))];

    private Task<YumRepositoryPlan> PlanAsync(YumRepositoryDefinition repository, YumRegistrationOptions options) =>
        YumRegistration.PrepareAsync(host.Session, repository.Id, YumConfiguration.Of([repository]), options, CancellationToken.None);

    private static async Task<IReadOnlyList<YumRepositoryRegistration>> RunAsync(YumRepositoryPlan plan)
    {
        var events = await plan.RunAsync(CancellationToken.None).ToListAsync();
        return events.OfType<Output<IReadOnlyList<YumRepositoryRegistration>>>().Single().Value;
    }

    private static YumRepositoryDefinition Smeos(string id) =>
        new() { Id = id, Name = "smeos", BaseUrl = [$"file://{Lab.Current.Text("rpm", "hostTree")}/smeos"], GpgCheck = false };
}
