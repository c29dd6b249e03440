using DockerOps.Tests.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

public sealed class JournalScriptsTests
{
    private const string Run = """
        mkdir -p "$1/$2/old" "$1/$2/new" && : >"$1/$2/old/docker.deb" && : >"$1/$2/files.tar" && : >"$1/$2/packages.log"
        printf '{"Time":"2026-11-30T10:00:00+00:00","Kind":"%s","Step":"","Back":false}\n' Begin "$3" >"$1/$2/journal"
        """;

    [LabFact]
    public async Task A_long_text_is_written_down_as_far_as_there_is_room()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var record = new UpgradeRecord
        {
            Id = "19991231T100000Z-000000",
            FromVersion = "1",
            ToVersion = "2",
            Source = UpgradeSource.Package,
            ProgramFolder = "/",
            Configuration = [],
            Running = [],
            Paused = [],
            Timeout = 1,
        };
        var journal = await UpgradeJournal.CreateAsync(session.Shell, record, default);
        await journal.NoteAsync(JournalEntryKind.RolledBack, "", back: true, new string('x', 200_000), default);
        var read = (await UpgradeJournal.ListAsync(session.Shell, default)).Single(one => one.Id == record.Id);
        await session.Shell.ReadAsync("rm", "-r", UpgradeJournal.FolderOf(record.Id));
        Assert.StartsWith("xxx", Assert.Single(read.Entries).Text, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task What_undoes_the_last_upgrades_is_kept_however_many_attempts_came_after()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        var folder = await session.Shell.ReadAsync("mktemp", "-d");
        string[] ends = ["Upgraded", "Upgraded", "RolledBack", "Upgraded", "RolledBack", "RolledBack", "RolledBack"];
        for (var n = 0; n < ends.Length; n++) await session.Shell.ReadAsync("sh", "-c", Run, "sh", folder, $"2026113{n}T100000Z-000000", ends[n]);

        var make = JournalScripts.Make("20261201T100000Z-000000").Select(word => word == JournalScripts.Base ? folder : word);
        await session.Shell.ReadAsync([.. make], default);
        var left = await session.Shell.ReadAsync("sh", "-c", "cd \"$1\" && ls -d */old */files.tar; ls -d */packages.log | wc -l", "sh", folder);
        await session.Shell.ReadAsync("rm", "-r", folder);
        Assert.Equal(
            ["20261131T100000Z-000000/files.tar", "20261131T100000Z-000000/old", "20261133T100000Z-000000/files.tar", "20261133T100000Z-000000/old", "7"],
            left.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }
}
