using DockerOps.Daemon;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>What the journal on a host allows, and what it forbids, before anything is touched.</summary>
[Collection(nameof(NodeTests))]
public sealed class InterruptedRunTests
{
    [LabFact("nodes")]
    public async Task An_upgrade_whose_old_packages_are_gone_is_not_undone_halfway()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        var change = new PackageChange { Action = PackageAction.Upgrade, Name = "docker-engine", Architecture = "x86_64", From = "1.0-1", To = "2.0-1" };
        var record = await RecordAsync(session) with { Manager = "dnf", KeepsPackages = true, Packages = [change] };
        var journal = await UpgradeJournal.CreateAsync(session.Shell, record, default);
        try
        {
            foreach (var step in RunSteps.Forward(new(session, await EngineService.FindAsync(session, default), record)))
                await journal.NoteAsync(JournalEntryKind.Begin, step.Id, back: false, null, default);
            await journal.NoteAsync(JournalEntryKind.Upgraded, "", back: false, null, default);
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => PreparedUpgrade.RestoreAsync(session, [], default));
            Assert.Equal(FailureKind.NotFound, failure.Kind);
            Assert.Contains($"-Version {record.FromVersion} -Force", failure.Message, StringComparison.Ordinal);

            await session.Shell.ReadAsync("sh", "-c", "mkdir -p \"$1/old\" && : >\"$1/old/docker-engine.rpm\"", "sh", journal.Folder);
            Assert.Equal(RunSteps.InventoryBack, (await PreparedUpgrade.RestoreAsync(session, [], default)).Plan.Steps[0].Id);
        }
        finally
        {
            await session.Shell.ReadAsync("rm", "-r", journal.Folder);
        }
    }

    [LabFact("nodes")]
    public async Task A_run_that_was_finished_meanwhile_does_not_go_on()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Node("node2"));
        var journal = await UpgradeJournal.CreateAsync(session.Shell, await RecordAsync(session), default);
        try
        {
            await journal.NoteAsync(JournalEntryKind.Begin, "keep", back: false, null, default);
            var (resume, restore) = (await PreparedUpgrade.ResumeAsync(session, [], default), await PreparedUpgrade.RestoreAsync(session, [], default));
            await journal.NoteAsync(JournalEntryKind.Begin, "download", back: true, null, default);
            Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => LastReport.OfAsync(resume))).Kind);
            await journal.NoteAsync(JournalEntryKind.RolledBack, "", back: true, null, default);
            foreach (var run in new[] { resume, restore }) Assert.Equal(FailureKind.Conflict, (await Assert.ThrowsAsync<DockerOpsException>(() => LastReport.OfAsync(run))).Kind);
        }
        finally
        {
            await session.Shell.ReadAsync("rm", "-r", journal.Folder);
        }
    }

    private static async Task<UpgradeRecord> RecordAsync(HostSession session) => new()
    {
        Id = TimedId.New(),
        FromVersion = "1.0.0",
        ToVersion = PackageVersion.Upstream((await EngineInventory.ReadAsync(session.Engine, default)).EngineVersion),
        Source = UpgradeSource.Path,
        Path = "/no/such/archive",
        ProgramFolder = "/usr/bin",
        Configuration = [],
        Running = [],
        Paused = [],
        Timeout = 60,
    };
}
