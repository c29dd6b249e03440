using System.Security.Cryptography;
using System.Text;
using DockerOps.Files;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Rpm;

/// <summary>
/// Puts a repository of this machine on a host, for others to install from: looked into, shown, then run. Only files that
/// differ are sent; the next state is made beside the folder, compared, and put in its place in one step.
/// </summary>
public sealed class YumPublication
{
    private const string Prepare = PublishedFolder.Clear + """
        umask 022
        if mounted "$1"; then echo "$m is a mount: unmount it" >&2; exit 1; fi
        clear "$2" && mkdir -p -- "${1%/*}" || exit 1
        if [ -d "$1" ]; then cp -al -- "$1/." "$2" 2>/dev/null || { clear "$2" && cp -a -- "$1/." "$2"; }; else mkdir -- "$2"; fi
        """;

    private const string Remove = """
        cd -- "$1" && shift && rm -f -- "$@"
        """;

    // Held while the input stays open: it ends with the client, however that ends.
    private const string Hold = "echo held; cat >/dev/null; rm -f -- \"$1\"";
    private const int HeldByAnother = 75;

    private readonly HostShell shell;
    private readonly YumRepository result;
    private readonly IReadOnlyList<HostStep> steps;
    private readonly PublishedFolder there;

    private YumPublication(HostShell shell, YumRepository result, IReadOnlyList<HostStep> steps, PublishedFolder there)
    {
        this.shell = shell;
        this.result = result;
        this.steps = steps;
        this.there = there;
    }

    /// <summary>Every step as it will be run, for people to read.</summary>
    public IReadOnlyList<string> Lines => [.. steps.Select(step => step.Show(shell))];

    /// <summary>Looks at the repository and at the host, and makes a plan, changing nothing.</summary>
    /// <param name="session">The host.</param>
    /// <param name="folder">The repository's folder on this machine, a full path.</param>
    /// <param name="options">Where to.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// NotFound: there is no repository. InvalidInput: the address, the folder. NotPermitted: no root. Unsupported: a web server
    /// is neither there nor to be had. Conflict: the folder holds something else, or has something mounted
    /// in it. Corrupt: the repository is damaged. Unreachable.
    /// </exception>
    public static async Task<YumPublication> PrepareAsync(HostSession session, string folder, YumPublicationOptions options, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(options);

        // Its paths would become names with backslashes on the host.
        if (OperatingSystem.IsWindows()) throw new DockerOpsException(FailureKind.Unsupported, "Repositories are not published from Windows.");
        var state = await YumRepositoryState.ReadAsync(folder, cancellation).ConfigureAwait(false);
        await RepositoryCheck.ThrowIfBrokenAsync(folder, state.Metadata, cancellation).ConfigureAwait(false);
        var web = WebAddress(options.BaseUrl);
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        var shell = web is null && facts.Privilege == Privilege.None ? session.Shell : await YumHost.RootAsync(session, facts, cancellation).ConfigureAwait(false);
        var server = await WebServer.FindAsync(shell, facts, cancellation).ConfigureAwait(false);
        if (web is not null) server.ThrowIfUnusable();
        var target = Target(options, web, server);
        var real = await PublishedFolder.ResolveAsync(shell, target, cancellation).ConfigureAwait(false);
        if (!IsOwn(real, server)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{target}' on '{session.Host}' is a link to '{real}', which is no repository's own folder.", target);
        if (options.BaseUrl is null && Path.GetFullPath(folder) is var here && (here == target || here == real) && shell.IsLocal)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{target}' is the repository itself: publish it somewhere else.", target);

        var baseUrl = options.BaseUrl ?? YumRepositoryState.FileAddress(target);
        var definition = YumRepository.Define(state.Name, baseUrl, state.IsSigned);
        definition.ThrowIfInvalid();
        var files = await FilesAsync(folder, state, definition, cancellation).ConfigureAwait(false);
        var there = await PublishedFolder.LookAsync(shell, real, cancellation).ConfigureAwait(false);
        there.ThrowIfOthers(files, options.Force);
        var result = state.Describe(folder) with { BaseUrl = baseUrl, DockerHost = session.Host, HostPath = target };
        return new(shell, result, Steps(files, there, session.Host, web is null ? null : server, server.HasLabels, baseUrl), there);
    }

    /// <summary>Runs the steps. Yields progress and the <see cref="YumRepository"/> as it is published.</summary>
    /// <param name="cancellation">Ends it; what was published before stays.</param>
    /// <exception cref="DockerOpsException">
    /// Conflict: another run publishes to the same folder. Corrupt: a file came out differently. CommandFailed, NoSpace,
    /// NotPermitted. Unreachable: the connection broke, or the repository cannot be had at its address.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter { Total = steps.OfType<SendFilesStep>().Sum(step => step.Files.Sum(file => file.Size)) };
        return Watched.RunAsync($"Publish {result.Name} on {shell.Host}", meter, stop => RunAsync(meter, stop), cancellation);
    }

    private async Task<YumRepository> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        var folder = there.Path;
        await shell.ReadAsync(["mkdir", "-p", "--", Path.GetDirectoryName(folder)!], cancellation).ConfigureAwait(false);
        await using var held = await HoldAsync(folder, cancellation).ConfigureAwait(false);
        try
        {
            foreach (var step in steps) await step.RunAsync(shell, meter, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await shell.RunAsync(PublishedFolder.Remove(there.Next), CancellationToken.None).ConfigureAwait(false);
            held.Input.Close();
            await held.EndAsync(CancellationToken.None).ConfigureAwait(false);
        }

        return result;
    }

    private async Task<HostCommand> HoldAsync(string folder, CancellationToken cancellation)
    {
        var file = YumRepositoryFolder.Beside(folder, "lock");
        var command = await HostCommand.StartAsync(
            shell, ["flock", "-n", "-E", HeldByAnother.ToString(System.Globalization.CultureInfo.InvariantCulture), file, "sh", "-c", Hold, "sh", file], cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(command.Kill);
        var buffer = new byte[1];
        if (await command.Output.ReadAsync(buffer, cancellation).ConfigureAwait(false) > 0) return command;
        await using (command)
        {
            if (await command.EndAsync(cancellation).ConfigureAwait(false) == HeldByAnother)
                throw new DockerOpsException(FailureKind.Conflict, $"'{folder}' on '{shell.Host}' is in use by another run ('{file}' is locked). Wait until it has ended.", folder);
            await command.CompleteAsync(cancellation).ConfigureAwait(false);
            throw new DockerOpsException(FailureKind.CommandFailed, $"'{file}' on '{shell.Host}' could not be locked.", folder);
        }
    }

    private static Uri? WebAddress(string? text)
    {
        if (text is null) return null;
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https" or "file") || address.Query.Length > 0 || address.UserInfo.Length > 0)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{text}' is no address for a repository: give http://, https:// or file://, without user and question mark.", text);
        return address.IsFile ? null : address;
    }

    // A folder of its own: the root of a web server, or of a file system, is never exchanged.
    private static string Target(YumPublicationOptions options, Uri? web, WebServer server)
    {
        var folder = options.Destination ?? (web is not null ? server.Root + Uri.UnescapeDataString(web.AbsolutePath) : new Uri(options.BaseUrl!).LocalPath);
        if (!folder.StartsWith('/')) throw new DockerOpsException(FailureKind.InvalidInput, $"'{folder}' is no full path on the host: begin with /.", folder);
        folder = folder.TrimEnd('/');
        return IsOwn(folder, server) ? folder : throw new DockerOpsException(
            FailureKind.InvalidInput, $"'{options.Destination ?? options.BaseUrl}' leaves the repository no folder of its own. Add its name: {(options.BaseUrl ?? options.Destination)!.TrimEnd('/')}/NAME.", options.Destination ?? options.BaseUrl);
    }

    private static bool IsOwn(string folder, WebServer server) =>
        folder.Split('/').Skip(1).All(part => part is not ("" or "." or "..")) && folder.Count(c => c == '/') > 1
        && folder != server.Root && !folder.Any(char.IsControl);

    private static async Task<IReadOnlyList<PublishedFile>> FilesAsync(string folder, YumRepositoryState state, YumRepositoryDefinition definition, CancellationToken cancellation)
    {
        var known = state.Metadata.Packages.Where(package => package.Algorithm == "sha256").DistinctBy(package => package.Path).ToDictionary(package => package.Path, package => package.Checksum, StringComparer.Ordinal);
        List<PublishedFile> files = [];
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint }).Order(StringComparer.Ordinal))
        {
            var name = Path.GetRelativePath(folder, path);
            if (name.EndsWith(".repo", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)) continue;
            if (name.Any(char.IsControl)) throw new DockerOpsException(FailureKind.InvalidInput, $"'{path}' has a name that cannot be published.", path);
            if (!known.TryGetValue(name, out var sha256))
            {
                await using var file = LocalFile.OpenRead(path);
                sha256 = Hex.Lower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
            }

            files.Add(new(name, path, null, new FileInfo(path).Length, sha256));
        }

        // What was found whole, and is not among the files.
        IEnumerable<string> named = [YumRepositoryFolder.Index, .. state.Metadata.Files.Select(file => file.Path), .. Signatures(folder)];
        if (named.Except(files.Select(file => file.Path)).FirstOrDefault() is { } link)
            throw new DockerOpsException(FailureKind.Corrupt, $"'{link}' in '{folder}' is a link, or lies behind one, and links are not followed: put the file itself there.", folder);
        var text = Encoding.UTF8.GetBytes(definition.ToString());
        return [.. files, new(definition.Id + ".repo", null, text, text.Length, Hex.Lower(SHA256.HashData(text)))];
    }

    private static IEnumerable<string> Signatures(string folder) =>
        new[] { YumRepositoryFolder.Signature, YumRepositoryFolder.Key }.Where(name => File.Exists(Path.Combine(folder, name)));

    private static List<HostStep> Steps(
        IReadOnlyList<PublishedFile> files, PublishedFolder there, DockerHost host, WebServer? server, bool hasLabels, string baseUrl)
    {
        var (target, next) = (there.Path, there.Next);
        List<HostStep> steps = [.. server?.Install ?? []];
        var changed = files.Where(file => there.Files.GetValueOrDefault(file.Path) != file.Sha256).ToList();
        var gone = there.Without(files);
        if (changed.Count + gone.Count > 0)
        {
            steps.Add(new ToolStep("preparing", ["sh", "-c", Prepare, "sh", target, next], there.Files.Count > 0 ? $"make {next} of links to {target} on {host}" : $"make {next} on {host}"));
            steps.AddRange(gone.Chunk(500).Select(some => new ToolStep(
                "removing files", ["sh", "-c", Remove, "sh", next, .. some.Select(HostFileScripts.Safe)], string.Join(Environment.NewLine, some.Select(name => $"remove {next}/{name} on {host}")))));
            if (changed.Count > 0) steps.Add(new SendFilesStep(changed, next));
            if (hasLabels) steps.Add(new CommandStep("restorecon", "-R", "--", next));
            steps.Add(new ExchangeFoldersStep(next, target));
            steps.Add(new ToolStep("removing the old state", PublishedFolder.Remove(next), $"remove {next} on {host}"));
        }

        if (server is null) return steps;
        steps.AddRange(server.Start);
        string[] asked = [YumRepositoryFolder.Index, YumRepositoryFolder.Signature, YumRepositoryFolder.Key];
        steps.Add(new AskWebServerStep(baseUrl, [.. files.Where(file => asked.Contains(file.Path))]));
        return steps;
    }
}
