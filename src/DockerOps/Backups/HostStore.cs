using System.Globalization;
using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Backups;

/// <summary>A folder on the host itself, of root. What the host packs never leaves it.</summary>
/// <param name="root">The shell of root.</param>
/// <param name="folder">Its final full path.</param>
internal sealed class HostStore(HostShell root, string folder) : BackupStore
{
    private const int Exists = 17;

    private const string Look = """
        for f in "$1" "$1.partial"; do if [ -e "$f" ]; then printf 'there=%s\n' "$f"; fi; done
        d=$1
        while [ ! -d "$d" ]; do d=${d%/*}; d=${d:-/}; done
        printf 'free=%s\n' "$(df -P -k "$d" | tail -n 1 | tr -s ' ' | cut -d ' ' -f 4)"
        """;

    // By the host's own clock; whoever writes changes something every day.
    private const string Left = """
        for m in "${1%_*}"_????????T??????Z.partial.lock; do
          [ -f "$m" ] || continue
          new=$(find "$m" "${m%.lock}" -mtime -1 2>/dev/null | head -n 1)
          printf '%s %s %s\n' "${new:+new}" "$(head -n 1 "$m")" "${m%.lock}"
        done
        """;

    // The lock says for whom the folder was made, before it is made: whoever comes next knows then whether it is nobody's any more.
    private const string Begin = """
        umask 077
        f=$1 mark=$2; shift 2
        for l; do rm -rf "$l" "$l.lock"; done
        mkdir -p "${f%/*}" || exit 1
        if [ -e "$f" ] || ! (set -C; printf '%s\n' "$mark" >"$f.lock"); then [ -e "$f" ] || [ -e "$f.lock" ] && exit 17; exit 1; fi
        mkdir "$f" || { rm -f "$f.lock"; [ -e "$f" ] && exit 17; exit 1; }
        mkdir "$f/volumes" "$f/containers" || { rm -rf "$f" "$f.lock"; exit 1; }
        """;

    private const string Rename = """
        if [ -e "$2" ]; then echo "$2: File exists" >&2; exit 17; fi
        rmdir "$1/volumes" "$1/containers" 2>/dev/null
        sync
        mv "$1" "$2" && rm -f "$1.lock"
        """;

    // Listing it reads every header, and a tar that is cut fails.
    private const string Count = "set -e; n=$(tar -tf \"$1\" | wc -l); tar -tf \"$1\" >/dev/null; echo \"$n\"";

    private IReadOnlyList<string> left = [];

    public override string Folder => folder;

    public override bool IsOnHost => true;

    private string Unfinished => folder + Partial;

    public override IReadOnlyList<string> Lines(IEnumerable<string> files) =>
        [.. left.Select(path => $"rm -rf {path}, which a backup has left that was killed, on {root.Host}"), $"mkdir {Unfinished} on {root.Host}", .. files, $"mv {Unfinished} {folder} on {root.Host}"];

    public override async Task CheckAsync(long needed, CancellationToken cancellation)
    {
        if (!folder.StartsWith('/')) throw new DockerOpsException(FailureKind.InvalidInput, $"'{folder}' is no full path on '{root.Host}'.", folder);
        var facts = await HostFile.FactsAsync(root, folder, ["sh", "-c", Look, "sh", folder], cancellation).ConfigureAwait(false);
        if (facts.GetValueOrDefault("there") is { } there)
            throw Taken(there);
        if (HostFile.Number(facts, "free", long.MaxValue / 1024) * 1024 is var free && free < needed)
            throw new DockerOpsException(FailureKind.NoSpace, $"The backup needs about {needed:N0} bytes, and {free:N0} are free there on '{root.Host}'.", folder);
        left = await LeftAsync(cancellation).ConfigureAwait(false);
    }

    // Never cut off: nobody would know then whose the folder is.
    public override async Task BeginAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var result = await root.RunAsync(["sh", "-c", Begin, "sh", Unfinished, ClientMark.Of("partial"), .. left], CancellationToken.None).ConfigureAwait(false);
        if (!result.Success) throw result.ExitCode == Exists ? Taken(Unfinished) : HostFile.Explain(root.Host, Unfinished, result.ErrorOutput);
    }

    public override async Task<(BackupFile File, string? Flaw)> WriteAsync(BackupItem item, TransferMeter meter, CancellationToken cancellation)
    {
        var path = $"{Unfinished}/{item.Path}";
        var (size, hash, flaw) = item.Source is BackupSource.Command command
            ? await KeepAsync(command, path, meter, cancellation).ConfigureAwait(false)
            : await SendAsync(item, path, meter, cancellation).ConfigureAwait(false);
        var members = item.IsTar
            ? Number(await root.ReadAsync(["sh", "-c", Count, "sh", path], cancellation).ConfigureAwait(false), path)
            : 1;
        return (new BackupFile { Part = item.Part, Name = item.Name, Path = item.Path, Size = size, Sha256 = hash, Members = members }, flaw);
    }

    public override async Task CommitAsync(CancellationToken cancellation)
    {
        var result = await root.RunAsync(["sh", "-c", Rename, "sh", Unfinished, folder], cancellation).ConfigureAwait(false);
        if (!result.Success) throw HostFile.Explain(root.Host, folder, result.ErrorOutput);
    }

    public override async Task DiscardAsync() => await root.RunAsync(["rm", "-rf", "--", Unfinished, PartialClaim.LockOf(Unfinished)], CancellationToken.None).ConfigureAwait(false);

    private int Number(string text, string path) =>
        int.TryParse(text, NumberStyles.AllowTrailingWhite | NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var number) ? number : throw HostFile.Explain(root.Host, path, text);

    private DockerOpsException Taken(string path) => new(FailureKind.Conflict, $"'{path}' exists already on '{root.Host}'; wait a second, or remove it.", path);

    // What backups of the same host have left whose client was killed, or has written nothing for a day.
    private async Task<IReadOnlyList<string>> LeftAsync(CancellationToken cancellation)
    {
        var text = await root.ReadAsync(["sh", "-c", Left, "sh", folder], cancellation).ConfigureAwait(false);
        // In a folder like /tmp a lock may be anybody's, and say anything.
        bool IsOurs(string path) => path.Length == Unfinished.Length && path.StartsWith(folder[..(folder.LastIndexOf('_') + 1)], StringComparison.Ordinal) && path.EndsWith(Partial, StringComparison.Ordinal);
        return
        [
            .. from line in text.Split('\n')
               let words = line.Split(' ', 3)
               where words.Length == 3 && IsOurs(words[2]) && (words[0] != "new" || ClientMark.IsGone(words[1]))
               select words[2],
        ];
    }

    private async Task<(long Size, string Hash, string? Flaw)> KeepAsync(BackupSource.Command command, string path, TransferMeter meter, CancellationToken cancellation)
    {
        var result = await command.Shell.RunAsync(HostFileScripts.KeepOutput(path, command.Words), cancellation).ConfigureAwait(false);
        if (!result.Success && !(result.ExitCode == BackupSource.Command.Changed && command.Words[0] == "tar")) throw HostFile.Explain(root.Host, path, result.ErrorOutput);
        var hash = HostFile.FindHash(result.Output) ?? throw HostFile.Explain(root.Host, path, result.ErrorOutput);
        var told = result.Lines.FirstOrDefault(line => line.StartsWith("size=", StringComparison.Ordinal));
        if (!long.TryParse(told?[5..], NumberStyles.AllowLeadingWhite, CultureInfo.InvariantCulture, out var size)) throw HostFile.Explain(root.Host, path, result.ErrorOutput);
        meter.Add(size);
        return (size, hash, result.Success ? null : result.ErrorOutput.Trim());
    }

    private async Task<(long Size, string Hash, string? Flaw)> SendAsync(BackupItem item, string path, TransferMeter meter, CancellationToken cancellation)
    {
        var sent = new SentHash();
        await using var receiver = await HostCommand.StartAsync(root, HostFileScripts.ReceiveInto(path, 0), cancellation).ConfigureAwait(false);
        await using var kill = cancellation.Register(receiver.Kill).ConfigureAwait(false);
        var answer = HostFile.ReadAsync(receiver.Output, CancellationToken.None);
        string? flaw = null;
        var broken = false;
        try
        {
            flaw = await item.Source.ReadAsync(stream => sent.MoveAsync(stream, receiver.BulkInput, meter, cancellation), cancellation).ConfigureAwait(false);
            receiver.Input.Close();
        }
        catch (IOException)
        {
            // The other end has stopped listening: its words say why.
            broken = true;
            receiver.Kill();
        }

        var text = await answer.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await receiver.EndAsync(cancellation).ConfigureAwait(false);
        var theirs = HostFile.FindHash(text);
        if (broken || theirs is null) throw HostFile.Explain(root.Host, path, await receiver.ErrorsAsync().ConfigureAwait(false));
        if (theirs != sent.Hash) throw new DockerOpsException(FailureKind.Corrupt, $"'{path}' on '{root.Host}' came out differently; it was thrown away.", path);
        return (sent.Size, theirs, flaw);
    }
}
