using System.Text;
using System.Text.RegularExpressions;
using DockerOps.Hosts;

namespace DockerOps.Backups;

/// <summary>
/// What a host keeps of containers that are held, so that whoever comes next can put them back when the one who held them
/// has died: a file with a line for each, locked as long as its writer lives (flock(1)).
/// </summary>
internal sealed partial class HoldJournal : IAsyncDisposable
{
    private const string Folder = "/var/lib/dockerops/backup";

    // Its input closes when the client dies or the connection breaks; then the lock is given back and the file stays.
    private const string KeepText = """
        umask 077
        mkdir -p "$1" && cd "$1" && exec 9>>"$2" && flock 9 && printf '%s\n' "$3" >&9 && { sync "$2" 2>/dev/null || sync; } || exit
        echo kept
        read -r word
        [ "$word" != done ] || rm -f "$2"
        """;

    private const string ListText = """
        cd "$1" 2>/dev/null || exit 0
        for f in *; do
          [ ! -f "$f" ] || flock -n "$f" sed "s/^/$f /" "$f"
        done
        exit 0
        """;

    private readonly HostCommand keeper;

    private HoldJournal(HostCommand keeper) => this.keeper = keeper;

    /// <summary>Writes down what is about to be held. It is safe on the host's disk then.</summary>
    /// <param name="root">Root's shell.</param>
    /// <param name="holds">The containers.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DockerOpsException">CommandFailed, Unreachable.</exception>
    public static async Task<HoldJournal> BeginAsync(HostShell root, IReadOnlyList<ContainerHold> holds, CancellationToken cancellation)
    {
        var lines = string.Join('\n', holds.Select(hold => $"{(hold.IsStop ? "stop" : "pause")} {hold.Id} {hold.Name}"));
        IReadOnlyList<string> words = ["sh", "-c", KeepText, "sh", Folder, Guid.NewGuid().ToString("N"), lines];
        var keeper = await HostCommand.StartAsync(root, words, cancellation).ConfigureAwait(false);
        try
        {
            using var kill = cancellation.Register(keeper.Kill);
            using var reader = new StreamReader(keeper.Output, Encoding.UTF8, leaveOpen: true);
            if (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) == "kept") return new(keeper);
            cancellation.ThrowIfCancellationRequested();
            await keeper.CompleteAsync(cancellation).ConfigureAwait(false);
            throw new DockerOpsException(FailureKind.CommandFailed, $"The journal of held containers on '{root.Host}' could not be written.", root.Host);
        }
        catch
        {
            await keeper.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>All are back: nothing is kept any more.</summary>
    public async Task EndAsync()
    {
        try
        {
            await keeper.Input.WriteAsync("done\n"u8.ToArray()).ConfigureAwait(false);
            await keeper.Input.FlushAsync().ConfigureAwait(false);
            await keeper.EndAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // The connection is gone. Whoever comes next puts back what is back already, which does no harm.
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => keeper.DisposeAsync();

    /// <summary>The containers that somebody has held who is no more.</summary>
    /// <exception cref="DockerOpsException">Unreachable.</exception>
    public static async Task<IReadOnlyList<(string File, ContainerHold Hold)>> LeftAsync(HostShell root, CancellationToken cancellation)
    {
        var result = await root.RunAsync(["sh", "-c", ListText, "sh", Folder], cancellation).ConfigureAwait(false);
        return
        [
            .. from line in result.Lines
               let match = Line().Match(line)
               where match.Success
               select (match.Groups["file"].Value, new ContainerHold(match.Groups["name"].Value, match.Groups["id"].Value, IsStop: match.Groups["how"].Value == "stop")),
        ];
    }

    /// <summary>Forgets what was put back.</summary>
    public static Task ForgetAsync(HostShell root, IEnumerable<string> files, CancellationToken cancellation) =>
        root.ReadAsync(["rm", "-f", "--", .. files.Distinct().Select(file => $"{Folder}/{file}")], cancellation);

    // Names of containers: moby, daemon/names.
    [GeneratedRegex("^(?<file>[0-9a-f]{32}) (?<how>pause|stop) (?<id>[0-9a-f]{12,64}) (?<name>[a-zA-Z0-9][a-zA-Z0-9_.-]*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
