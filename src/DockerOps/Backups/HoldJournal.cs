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

    // Its input closes when the client dies or the connection breaks; then the lock is given back and the file stays. Whoever changes
    // the engine would start what is held: he looks for such a file once he has his lock, and this looks for that lock.
    private const string KeepText = """
        umask 077
        mkdir -p "$1" && cd "$1" && exec 9>>"$2" && flock 9 || exit
        if [ -e ../upgrade/lock ] && ! flock -n ../upgrade/lock true; then
          rm -f "$2"
          echo "held $(cat ../upgrade/owner 2>/dev/null)"
          exit 0
        fi
        while read -r line && [ "$line" != . ]; do printf '%s\n' "$line" >&9 || exit; done
        [ "$line" = . ] || { rm -f "$2"; exit 1; }
        sync "$2" 2>/dev/null || sync || exit
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
    /// <exception cref="DockerOpsException">Conflict: somebody is changing the engine. CommandFailed, Unreachable.</exception>
    public static async Task<HoldJournal> BeginAsync(HostShell root, IReadOnlyList<ContainerHold> holds, CancellationToken cancellation)
    {
        // As its input: an argument has room for some hundred containers only.
        var lines = string.Concat(holds.Select(hold => $"{(hold.IsStop ? "stop" : "pause")} {hold.Id} {hold.Name}\n")) + ".\n";
        IReadOnlyList<string> words = ["sh", "-c", KeepText, "sh", Folder, Guid.NewGuid().ToString("N")];
        var keeper = await HostCommand.StartAsync(root, words, cancellation).ConfigureAwait(false);
        try
        {
            using var kill = cancellation.Register(keeper.Kill);
            using var reader = new StreamReader(keeper.Output, Encoding.UTF8, leaveOpen: true);
            await SendAsync(keeper, lines, cancellation).ConfigureAwait(false);
            var answer = await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
            if (answer == "kept") return new(keeper);
            if (answer?.StartsWith("held ", StringComparison.Ordinal) == true) throw RunLock.Held(root.Host, answer["held ".Length..]);
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

    private static async Task SendAsync(HostCommand keeper, string lines, CancellationToken cancellation)
    {
        try
        {
            await keeper.Input.WriteAsync(Encoding.UTF8.GetBytes(lines), cancellation).ConfigureAwait(false);
            await keeper.Input.FlushAsync(cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It does not listen any more: its answer says why.
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
