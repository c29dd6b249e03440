using System.Globalization;
using System.Text;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Sessions;

namespace DockerOps.BaseImages;

/// <summary>
/// The container of one build, by the Engine API alone. Its own program reads what nobody writes: when this process is gone, the
/// engine closes that input, and the program ends all that works in the container, its folder and itself. A container that
/// does not run any more is thus one of a dead build, and removed by the next.
/// </summary>
internal sealed class BuildContainer : IBuildPlace
{
    private const int MostTries = 4;
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(800);
    private readonly EngineClient engine;
    private readonly BuildSteps steps;
    private readonly FramedOutput program;
    private readonly List<string> found = [];
    private readonly List<string> cleared = [];

    private BuildContainer(EngineClient engine, BuildSteps steps, FramedOutput program) =>
        (this.engine, this.steps, this.program) = (engine, steps, program);

    public string Path { get; private set; } = "";

    public bool InMemory => false;

    public long Free { get; private set; }

    public IReadOnlyList<string> Cleared => cleared;

    public IReadOnlySet<string>? Live { get; private set; }

    private string Name => BuildSteps.BuilderName(steps.Build);

    /// <summary>Starts a container that is made already, and clears what dead builds have left in its folder.</summary>
    public static async Task<BuildContainer> StartAsync(HostSession session, BuildSteps steps, CancellationToken cancellation)
    {
        var engine = session.Engine;
        var stream = await engine.OpenAsync(steps.AttachBuilder, cancellation).ConfigureAwait(false);
        var container = new BuildContainer(engine, steps, new FramedOutput(engine.Host, stream));
        try
        {
            await engine.RunAsync(steps.StartBuilder, cancellation).ConfigureAwait(false);
            await container.ReadAsync(cancellation).ConfigureAwait(false);
            if (session.HasShell) container.Live = await OnHostAsync(session, cancellation).ConfigureAwait(false);
            if (container.found.Count > 0) await container.ClearFoundAsync(cancellation).ConfigureAwait(false);
            return container;
        }
        catch
        {
            await container.program.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The ids of the builds whose container runs. One that is about to be started gets the time for it.</summary>
    public static async Task<IReadOnlySet<string>> RunningAsync(EngineClient engine, CancellationToken cancellation)
    {
        for (var tries = 0; ; tries++)
        {
            var all = await ContainerList.ReadAsync(engine, [BuildScripts.Label], [], cancellation).ConfigureAwait(false);
            var running = all.Where(item => item.State == ContainerState.Running).Select(item => item.Labels[BuildScripts.Label]).ToHashSet();
            if (tries == MostTries || all.All(item => item.State != ContainerState.Created || running.Contains(item.Labels[BuildScripts.Label]))) return running;
            await Task.Delay(Soon, cancellation).ConfigureAwait(false);
        }
    }

    public async Task SendAsync(IReadOnlyList<string> command, byte[] text, CancellationToken cancellation)
    {
        await using var running = await ContainerCommand.StartAsync(engine, Name, BuildSteps.Inside(command, readsInput: true), text, cancellation).ConfigureAwait(false);
        Check(command, await running.EndAsync(cancellation).ConfigureAwait(false));
    }

    public async Task<(int Code, string Errors)> FollowAsync(IReadOnlyList<string> command, Action<string> line, Action<string>? error, CancellationToken cancellation)
    {
        await using var running = await ContainerCommand.StartAsync(engine, Name, BuildSteps.Inside(command), default, cancellation).ConfigureAwait(false);
        if (error is not null) running.FollowErrors(error);
        using var reader = new StreamReader(running.Output, Encoding.UTF8, leaveOpen: true);
        while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } text) line(text);
        return await running.EndAsync(cancellation).ConfigureAwait(false);
    }

    public async Task TakeAsync(IReadOnlyList<string> command, Func<Stream, Task> take, CancellationToken cancellation)
    {
        await using var running = await ContainerCommand.StartAsync(engine, Name, BuildSteps.Inside(command), default, cancellation).ConfigureAwait(false);
        await take(running.Output).ConfigureAwait(false);
        Check(command, await running.EndAsync(cancellation).ConfigureAwait(false));
    }

    // The container stays: while it runs, the build counts as alive.
    public async Task<string?> ClearAsync(CancellationToken cancellation)
    {
        try
        {
            var (code, errors) = await FollowAsync(["rm", "-rf", "--", Path], _ => { }, null, cancellation).ConfigureAwait(false);
            return code == 0 ? null : $"'{Path}' in the container '{Name}' could not be cleared: {errors.Trim()}";
        }
        catch (DockerOpsException e)
        {
            return $"'{Path}' in the container '{Name}' could not be cleared: {e.Message}";
        }
    }

    public async Task LeaveAsync()
    {
        await program.DisposeAsync().ConfigureAwait(false);
        var end = engine.RunAsync(ContainerRequests.Wait(Name), CancellationToken.None).ContinueWith(done => _ = done.Exception, TaskScheduler.Default);
        await Task.WhenAny(end, Task.Delay(Soon)).ConfigureAwait(false);
    }

    private async Task ReadAsync(CancellationToken cancellation)
    {
        using var reader = new StreamReader(program, Encoding.UTF8, leaveOpen: true);
        while (Path.Length == 0 && await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            var value = line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (line.StartsWith("found=", StringComparison.Ordinal)) found.Add(value);
            else if (line.StartsWith("free=", StringComparison.Ordinal)) Free = long.TryParse(value, CultureInfo.InvariantCulture, out var number) ? number << 10 : 0;
            else if (line.StartsWith("path=", StringComparison.Ordinal)) Path = value;
        }

        if (Path.Length == 0)
            throw new DockerOpsException(FailureKind.CommandFailed, $"The build folder in a container of '{steps.Builder!.Image}' could not be made: {program.Errors.Trim()}", steps.Builder.Image);
    }

    private async Task ClearFoundAsync(CancellationToken cancellation)
    {
        var running = await RunningAsync(engine, cancellation).ConfigureAwait(false);
        foreach (var folder in found.Where(folder => !running.Contains(folder[(folder.LastIndexOf('-') + 1)..])))
            if ((await FollowAsync(["rm", "-rf", "--", folder], _ => { }, null, cancellation).ConfigureAwait(false)).Code == 0) cleared.Add(folder);
    }

    // A container sees only its own processes; which builds run on the host is asked there.
    private static async Task<IReadOnlySet<string>?> OnHostAsync(HostSession session, CancellationToken cancellation)
    {
        var live = new HashSet<string>();
        var (code, _) = await session.Shell.FollowAsync(
            BuildScripts.FindLive, line => live.Add(line[(line.IndexOf('=', StringComparison.Ordinal) + 1)..]), null, cancellation).ConfigureAwait(false);
        return code == 0 ? live : null;
    }

    private void Check(IReadOnlyList<string> command, (int Code, string Errors) end)
    {
        if (end.Code == 0) return;
        throw new DockerOpsException(
            end.Errors.Contains("No space left", StringComparison.OrdinalIgnoreCase) ? FailureKind.NoSpace : FailureKind.CommandFailed,
            $"'{command[0]}' in a container of '{steps.Builder!.Image}' ended with exit code {end.Code}: {end.Errors.Trim()}", steps.Builder.Image);
    }
}
