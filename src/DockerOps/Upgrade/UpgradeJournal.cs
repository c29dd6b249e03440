using System.Text.Json;
using DockerOps.Hosts;

namespace DockerOps.Upgrade;

/// <summary>The journal of one run on its host: what is intended, and every step before it begins and after it ended.</summary>
internal sealed class UpgradeJournal
{
    /// <summary>The file with what the engine held before the change.</summary>
    public const string Before = "before.json";

    /// <summary>The file with what it held before an upgrade that had been in use was undone.</summary>
    public const string BeforeBack = "before-back.json";

    // A line is an argument of a command, which has room for 128 KiB.
    private const int LongestText = 2000;

    private readonly HostShell shell;
    private readonly List<JournalEntry> entries;
    private int written;

    private UpgradeJournal(HostShell shell, string id, List<JournalEntry> entries)
    {
        this.shell = shell;
        this.entries = entries;
        Id = id;
    }

    /// <summary>The run.</summary>
    public string Id { get; }

    /// <summary>Its folder on the host.</summary>
    public string Folder => FolderOf(Id);

    /// <summary>What is written there.</summary>
    public IReadOnlyList<JournalEntry> Entries => entries;

    /// <summary>Whether it is over, one way or the other.</summary>
    public bool IsClosed => entries.Count > 0 && entries[^1].Kind is JournalEntryKind.Upgraded or JournalEntryKind.RolledBack;

    /// <summary>Whether it ended with the old version in place.</summary>
    public bool IsRolledBack => entries.Count > 0 && entries[^1].Kind == JournalEntryKind.RolledBack;

    /// <summary>Whether it ended with the new version in place.</summary>
    public bool IsUpgraded => entries.Count > 0 && entries[^1].Kind == JournalEntryKind.Upgraded;

    /// <summary>Whether the new version was in place once, with all that was there before, even if it is on its way back now.</summary>
    public bool WasUpgraded => entries.Any(entry => entry.Kind == JournalEntryKind.Upgraded);

    /// <summary>Whether the way back has been begun.</summary>
    public bool IsOnWayBack => entries.Any(entry => entry.Back) && !IsClosed;

    /// <summary>The folder of a run.</summary>
    public static string FolderOf(string id) => JournalScripts.Base + "/" + id;

    /// <summary>Whether a step has been begun, in one direction.</summary>
    public bool HasBegun(string step, bool back) => entries.Any(entry => entry.Step == step && entry.Back == back && entry.Kind == JournalEntryKind.Begin);

    /// <summary>Whether a step has worked, in one direction.</summary>
    public bool IsDone(string step, bool back) => entries.Any(entry => entry.Step == step && entry.Back == back && entry.Kind == JournalEntryKind.Done);

    /// <summary>Begins a run: its folder, and what is intended. Only after this there is a run.</summary>
    public static async Task<UpgradeJournal> CreateAsync(HostShell shell, UpgradeRecord record, CancellationToken cancellation)
    {
        await shell.ReadAsync(JournalScripts.Make(record.Id), cancellation).ConfigureAwait(false);
        var journal = new UpgradeJournal(shell, record.Id, []);
        await journal.WriteAsync("run.json", JsonSerializer.Serialize(record, UpgradeJson.Default.UpgradeRecord), cancellation).ConfigureAwait(false);
        return journal;
    }

    /// <summary>The journals of a host, oldest first.</summary>
    public static async Task<IReadOnlyList<UpgradeJournal>> ListAsync(HostShell shell, CancellationToken cancellation)
    {
        var found = new List<UpgradeJournal>();
        foreach (var line in (await shell.ReadAsync(JournalScripts.List, cancellation).ConfigureAwait(false)).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("run ", StringComparison.Ordinal)) found.Add(new(shell, line["run ".Length..], []));
            else if (found.Count > 0) found[^1].entries.Add(Read(shell.Host, found[^1].Folder + "/journal", line, UpgradeJson.Default.JournalEntry));
        }

        foreach (var journal in found) journal.written = journal.entries.Count;
        return found;
    }

    /// <summary>What the run intended.</summary>
    /// <exception cref="DockerOpsException">Corrupt: it cannot be read. Unsupported: another version of this module wrote it.</exception>
    public async Task<UpgradeRecord> RecordAsync(CancellationToken cancellation)
    {
        var path = Folder + "/run.json";
        var record = Read(shell.Host, path, await shell.ReadAsync(["cat", "--", path], cancellation).ConfigureAwait(false), UpgradeJson.Default.UpgradeRecord);
        return record.Form == UpgradeRecord.CurrentForm && record.Id == Id ? record : throw new DockerOpsException(
            FailureKind.Unsupported, $"'{path}' on '{shell.Host}' was written by another version of DockerOps. Use that one to finish the run.", path);
    }

    /// <summary>An inventory that was taken; null when it was not come to that.</summary>
    public async Task<EngineInventory?> InventoryAsync(string file, CancellationToken cancellation)
    {
        var path = $"{Folder}/{file}";
        var result = await shell.RunAsync(["cat", "--", path], cancellation).ConfigureAwait(false);
        return result.Success ? Read(shell.Host, path, result.Output, UpgradeJson.Default.EngineInventory) : null;
    }

    /// <summary>Keeps an inventory.</summary>
    public Task WriteAsync(string file, EngineInventory inventory, CancellationToken cancellation) =>
        WriteAsync(file, JsonSerializer.Serialize(inventory, UpgradeJson.Default.EngineInventory), cancellation);

    /// <summary>Writes a line, with those that were held before, and returns when it is safe on the disk.</summary>
    public async Task NoteAsync(JournalEntryKind kind, string step, bool back, string? text, CancellationToken cancellation)
    {
        var entry = new JournalEntry(DateTimeOffset.UtcNow, kind, step, back, text is { Length: > LongestText } ? text[..LongestText] : text);
        var lines = entries.Skip(written).Append(entry).Select(line => JsonSerializer.Serialize(line, UpgradeJson.Default.JournalEntry));
        await shell.ReadAsync(JournalScripts.Note(Folder, string.Join('\n', lines)), cancellation).ConfigureAwait(false);
        entries.Add(entry);
        written = entries.Count;
    }

    /// <summary>Holds a line for the next <see cref="NoteAsync"/>, which has to come before anything else is done: every write costs a way to the host.</summary>
    public void Hold(JournalEntryKind kind, string step, bool back) => entries.Add(new(DateTimeOffset.UtcNow, kind, step, back, null));

    private async Task WriteAsync(string name, string text, CancellationToken cancellation)
    {
        await HostTextFile.WriteAsync(shell, new FileStep($"{Folder}/{name}", text + "\n", "0600", Overwrite: true), cancellation).ConfigureAwait(false);
        await shell.ReadAsync(JournalScripts.Sync(Folder), cancellation).ConfigureAwait(false);
    }

    private static T Read<T>(DockerHost host, string path, string text, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(text, type) ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' on '{host}' is no journal of an upgrade: {e.Message}", path, e);
        }
    }
}
