using DockerOps.Files;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Backups;

/// <summary>
/// The tar of a host, run as root where the engine's files are seen. Its words keep all that a file has: numeric owners,
/// modes, links, extended attributes, access lists and holes.
/// </summary>
internal sealed class HostTar
{
    // Each option is tried by itself: GNU tar has --sort from 1.28, and --acls where it was built with them.
    private const string Script = """
        printf 'name=%s\n' "$(uname -n)"
        if [ -d "$1" ]; then echo root=yes; fi
        case $(tar --version 2>/dev/null) in *GNU*) echo gnu=yes ;; esac
        for o in --xattrs --acls --sort=name; do
          if tar "$o" --version >/dev/null 2>&1; then printf 'option=%s\n' "$o"; fi
        done
        """;

    // It names every difference, which nobody reads while the archive is sent.
    private const string Compare = "exec tar --compare --file=- --directory / >/dev/null";

    private readonly IReadOnlyList<string> options;

    private HostTar(HostShell shell, IReadOnlyList<string> options)
    {
        Shell = shell;
        this.options = options;
    }

    /// <summary>The shell of root.</summary>
    public HostShell Shell { get; }

    /// <summary>Looks for it.</summary>
    /// <returns>It, or null and why there is none.</returns>
    public static async Task<(HostTar? Tar, string Why)> FindAsync(
        HostSession session, HostFacts facts, string engineName, string? dataRoot, CancellationToken cancellation)
    {
        if (!session.HasShell) return (null, "the host is reached by its engine only");
        if (facts.Privilege is not (Privilege.Root or Privilege.Sudo)) return (null, $"'{facts.User}' is not root and sudo needs a password");
        var shell = await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
        var lines = (await shell.ReadAsync(["sh", "-c", Script, "sh", dataRoot ?? "/var/lib/docker"], cancellation).ConfigureAwait(false)).Split('\n');
        // A socket may lead to an engine in a virtual machine or on another host, whose files are not here.
        if (!lines.Contains("name=" + engineName) || !lines.Contains("root=yes")) return (null, "the engine runs elsewhere than the shell");
        if (!lines.Contains("gnu=yes")) return (null, "the host has no GNU tar");
        return (new HostTar(shell, [.. lines.Where(line => line.StartsWith("option=", StringComparison.Ordinal)).Select(line => line[7..])]), "");
    }

    /// <summary>Packs a folder's content, as <c>.</c>.</summary>
    public IReadOnlyList<string> Pack(string folder) => [.. PackOptions, "--one-file-system", "--directory", folder, "--", "."];

    /// <summary>Packs files of the host, by full paths.</summary>
    public IReadOnlyList<string> PackFiles(IEnumerable<string> paths) => [.. PackOptions, "--directory", "/", "--", .. paths.Select(path => path.TrimStart('/'))];

    /// <summary>Unpacks what comes into a folder.</summary>
    public IReadOnlyList<string> Unpack(string folder) =>
        ["tar", "--extract", "--file=-", "--numeric-owner", "--same-owner", "--preserve-permissions", .. Attributes, "--directory", folder];

    /// <summary>Unpacks an archive, by words of <see cref="Unpack"/>.</summary>
    /// <exception cref="DockerOpsException">CommandFailed, NoSpace, Unreachable.</exception>
    public async Task UnpackAsync(IReadOnlyList<string> words, Stream archive, CancellationToken cancellation)
    {
        await using var command = await FeedAsync(words, archive, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await command.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether an archive holds what the host has (tar(1), --compare: 0 when nothing differs).</summary>
    public async Task<bool> HasAsync(Stream archive, CancellationToken cancellation)
    {
        await using var command = await FeedAsync(["sh", "-c", Compare], archive, cancellation).ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        return await command.EndAsync(cancellation).ConfigureAwait(false) == 0;
    }

    private async Task<HostCommand> FeedAsync(IReadOnlyList<string> words, Stream archive, CancellationToken cancellation)
    {
        var command = await HostCommand.StartAsync(Shell, words, cancellation).ConfigureAwait(false);
        try
        {
            await using var kill = cancellation.Register(command.Kill).ConfigureAwait(false);
            await BytePump.MoveAsync(archive, command.BulkInput, hash: null, new TransferMeter(), cancellation).ConfigureAwait(false);
        }
        catch (IOException)
        {
            // It has stopped listening, or the archive cannot be read further; its end tells.
        }
        catch
        {
            await command.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        command.CloseInput();
        return command;
    }

    private IEnumerable<string> Attributes => options.Where(option => option != "--sort=name").SelectMany(
        option => option == "--xattrs" ? (string[])["--xattrs", "--xattrs-include=*"] : [option]);

    // Records of 64 KiB fill a pipe at once: a quarter less processor time than tar's own 10 KiB.
    // Times of access and of the last change of an inode cannot be given back, and would make two tars of one folder differ.
    private IEnumerable<string> PackOptions =>
    [
        "tar", "--create", "--file=-", "--blocking-factor=128", "--format=posix", "--pax-option=delete=atime,delete=ctime", "--numeric-owner", "--sparse",
        .. Attributes, .. options.Where(option => option == "--sort=name"),
    ];
}
