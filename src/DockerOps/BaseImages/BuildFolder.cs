using System.Globalization;
using System.Text;
using DockerOps.Hosts;

namespace DockerOps.BaseImages;

/// <summary>
/// The folder of one build on its host, in memory where there is room. A command on the host holds it: it clears the folder
/// when told to, and also, with everything that still works there, when this process is gone. What even that command could
/// not clear (the host went down) the next build clears.
/// </summary>
internal sealed class BuildFolder : IBuildPlace
{
    // A stopped pipeline gives the prompt back within a second; the host goes on clearing.
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(800);
    private readonly HostShell root;
    private readonly HostCommand keeper;
    private readonly HashSet<string> live = [];
    private readonly List<string> cleared = [];

    private BuildFolder(HostShell root, HostCommand keeper)
    {
        this.root = root;
        this.keeper = keeper;
    }

    public string Path { get; private set; } = "";

    public bool InMemory { get; private set; }

    public long Free { get; private set; }

    public IReadOnlyList<string> Cleared => cleared;

    public IReadOnlySet<string>? Live => live;

    /// <summary>Makes it.</summary>
    /// <param name="root">The host's shell, as root.</param>
    /// <param name="command">What makes and holds it.</param>
    /// <param name="cancellation">Ends the making.</param>
    public static async Task<BuildFolder> MakeAsync(HostShell root, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var folder = new BuildFolder(root, await HostCommand.StartAsync(root, command, cancellation).ConfigureAwait(false));
        try
        {
            await folder.ReadAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            await folder.LeaveAsync().ConfigureAwait(false);
            throw;
        }

        if (folder.Path.Length > 0) return folder;
        await using (folder.keeper)
        {
            await folder.keeper.CompleteAsync(cancellation).ConfigureAwait(false);
            throw new DockerOpsException(FailureKind.CommandFailed, $"The build folder on '{root.Host}' could not be made.", root.Host);
        }
    }

    public async Task SendAsync(IReadOnlyList<string> command, byte[] text, CancellationToken cancellation)
    {
        await using var process = await HostCommand.StartAsync(root, command, cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        await process.Input.WriteAsync(text, cancellation).ConfigureAwait(false);
        process.Input.Close();
        await process.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    public Task<(int Code, string Errors)> FollowAsync(IReadOnlyList<string> command, Action<string> line, Action<string>? error, CancellationToken cancellation) =>
        root.FollowAsync(command, line, error, cancellation);

    public async Task TakeAsync(IReadOnlyList<string> command, Func<Stream, Task> take, CancellationToken cancellation)
    {
        await using var process = await HostCommand.StartAsync(root, command, cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        await take(process.Output).ConfigureAwait(false);
        await process.CompleteAsync(cancellation).ConfigureAwait(false);
    }

    public async Task<string?> ClearAsync(CancellationToken cancellation)
    {
        try
        {
            await keeper.Input.WriteAsync("done\n"u8.ToArray(), CancellationToken.None).ConfigureAwait(false);
            keeper.Input.Close();
            if (await keeper.EndAsync(cancellation).ConfigureAwait(false) != 0) return $"'{Path}' on '{root.Host}' could not be cleared; the next build tries again.";
            await keeper.DisposeAsync().ConfigureAwait(false);
            return null;
        }
        catch (OperationCanceledException)
        {
            await LeaveAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception e) when (e is IOException or DockerOpsException)
        {
            return $"'{Path}' on '{root.Host}' is left behind, and cleared by the next build: {e.Message}";
        }
    }

    // The command that does it is never ended.
    public async Task LeaveAsync()
    {
        await Task.WhenAny(keeper.LetGo(), Task.Delay(Soon)).ConfigureAwait(false);
    }

    private void Read(string line)
    {
        var value = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
        if (line.StartsWith("live=", StringComparison.Ordinal)) live.Add(value);
        else if (line.StartsWith("cleared=", StringComparison.Ordinal)) cleared.Add(value);
        else if (line == "memory=yes") InMemory = true;
        else if (line.StartsWith("free=", StringComparison.Ordinal)) Free = long.TryParse(value, CultureInfo.InvariantCulture, out var free) ? free << 10 : 0;
        else if (line.StartsWith("path=", StringComparison.Ordinal)) Path = value;
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        using var reader = new StreamReader(keeper.Output, Encoding.UTF8, leaveOpen: true);
        while (Path.Length == 0 && await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line) Read(line);
    }
}
