using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Images;
using DockerOps.Sessions;

namespace DockerOps.BaseImages;

/// <summary>One run of a <see cref="BaseImagePlan"/>.</summary>
internal sealed class BaseImageBuild
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(800);
    private readonly HostSession session;
    private readonly EngineClient engine;
    private readonly HostShell? root;
    private readonly BaseImageSpec spec;
    private readonly BuildSteps steps;
    private readonly BuildHostFacts facts;
    private readonly BuildProgress progress;
    private readonly YumOutput yum;
    private DockerOpsException? noSpace;
    private DockerOpsException? scriptletsFailed;
    private CancellationTokenSource? install;
    private IBuildPlace? place;

    public BaseImageBuild(HostSession session, HostShell? root, BaseImagePlan plan, Action<Event> report)
    {
        engine = session.Engine;
        this.session = session;
        this.root = root;
        spec = plan.Spec;
        steps = plan.Stages;
        facts = plan.Facts;
        progress = new BuildProgress($"Build {spec.Name}", report);
        yum = new YumOutput(progress.Package, CheckRoom);
    }

    public async Task<Image> RunAsync(CancellationToken cancellation)
    {
        progress.Begin("prepare", "making the build folder", steps.Preparation);

        // Before the host is asked which builds run: one that begins in between has nothing among it.
        var leftovers = await Leftover.FindAsync(engine, BuildScripts.Label, BuildScripts.Prefix, cancellation).ConfigureAwait(false);
        if (steps.Builder is not { } builder)
        {
            place = await BuildFolder.MakeAsync(root!, steps.KeepFolder, cancellation).ConfigureAwait(false);
            return await BuildAsync(place, leftovers, cancellation).ConfigureAwait(false);
        }

        try
        {
            await ContainerCreation.RunAsync(engine, builder, cancellation).ConfigureAwait(false);
            place = await BuildContainer.StartAsync(session, steps, cancellation).ConfigureAwait(false);
            return await BuildAsync(place, leftovers, cancellation).ConfigureAwait(false);
        }
        finally
        {
            await RemoveAsync(steps.RemoveBuilder, BuildSteps.BuilderName(steps.Build), cancellation).ConfigureAwait(false);
        }
    }

    private async Task<Image> BuildAsync(IBuildPlace place, IReadOnlyList<Leftover> leftovers, CancellationToken cancellation)
    {
        RootFacts made;
        try
        {
            foreach (var path in place.Cleared) progress.Tell($"Cleared {path}, which a build that was killed had left on {engine.Host}.");
            await RemoveLeftoversAsync(place, leftovers, cancellation).ConfigureAwait(false);

            // The configuration may hold passwords of repositories: it goes through a pipe and lies in a folder for root alone.
            await place.SendAsync(steps.PrepareRoot, steps.Configuration, cancellation).ConfigureAwait(false);
            await InstallAsync(place, cancellation).ConfigureAwait(false);
            made = await FinishAsync(place, cancellation).ConfigureAwait(false);
            if (scriptletsFailed is { } failure && !yum.AreThere(made.Packages)) throw failure;
            await ImportAsync(place, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException)
        {
            await RemoveAsync(ImageRequests.Remove(steps.Temporary, force: true, keepParents: false), steps.Temporary, cancellation).ConfigureAwait(false);
            if (cancellation.IsCancellationRequested) await place.LeaveAsync().ConfigureAwait(false);
            else if (await place.ClearAsync(cancellation).ConfigureAwait(false) is { } left) progress.Warn(left);
            throw;
        }

        // The folder is not needed any more, and clearing it takes its time: both at once.
        var clearing = place.ClearAsync(cancellation);
        try
        {
            var image = await new BaseImageProof(engine, spec, steps, progress).RunAsync(made.Version, cancellation).ConfigureAwait(false);
            if (await clearing.ConfigureAwait(false) is { } left) progress.Warn(left);
            progress.End();
            return image with { Report = Report(made) };
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException)
        {
            await clearing.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            await RemoveAsync(ImageRequests.Remove(steps.Temporary, force: true, keepParents: false), steps.Temporary, cancellation).ConfigureAwait(false);
            throw;
        }
    }

    private async Task RemoveLeftoversAsync(IBuildPlace place, IReadOnlyList<Leftover> leftovers, CancellationToken cancellation)
    {
        if (leftovers.Count == 0) return;
        var running = await BuildContainer.RunningAsync(engine, cancellation).ConfigureAwait(false);
        foreach (var item in leftovers)
        {
            var live = BuildSteps.IsInContainer(item.Run) ? running : place.Live;
            if (live is null || live.Contains(item.Run)) continue;
            try
            {
                if (await item.RemoveAsync(engine, cancellation).ConfigureAwait(false))
                    progress.Tell($"Removed {item.Name}, which a build that was killed had left on {engine.Host}.");
            }
            catch (DockerOpsException e) when (e.Kind != FailureKind.Unreachable)
            {
                // It is nothing to this build, and older engines cannot always remove what they have made.
                progress.Warn($"{item.Name}, which a build that was killed had left, stays on '{engine.Host}': {e.Message}");
            }
        }
    }

    private BuildReport Report(RootFacts made) => new()
    {
        Packages = made.Packages,
        Minimized = made.Minimized,
        Phases = progress.Phases,
        Warnings = yum.Warnings,
        Release = made.Release,
        InMemory = place!.InMemory,
    };

    private async Task InstallAsync(IBuildPlace place, CancellationToken cancellation)
    {
        progress.Begin("install", $"{facts.Manager} looks at the repositories", steps.Installation);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        install = limited;
        try
        {
            var (code, _) = await place.FollowAsync(steps.Install, yum.Line, yum.ErrorLine, limited.Token).ConfigureAwait(false);
            if (code == 0) return;
            var failure = InstallFailed(code);
            if (!yum.OnlyScriptletsFailed) throw failure;
            scriptletsFailed = failure;
        }
        catch (OperationCanceledException) when (noSpace is not null)
        {
            throw noSpace;
        }
        finally
        {
            install = null;
        }
    }

    private DockerOpsException InstallFailed(int code)
    {
        var words = yum.LastWords;
        var full = words.Contains("No space left", StringComparison.OrdinalIgnoreCase) || words.Contains("more space needed", StringComparison.OrdinalIgnoreCase)
            || words.Contains("more space on", StringComparison.OrdinalIgnoreCase) || words.Contains("Curl error (23)", StringComparison.Ordinal);
        return new DockerOpsException(
            full ? FailureKind.NoSpace : FailureKind.CommandFailed, $"{facts.Manager} on '{engine.Host}' ended with exit code {code}, and no image was made: {words}", spec.Name);
    }

    // yum says what it will write before it writes anything. The image takes as much again in the engine's data root.
    private void CheckRoom(long download, long installed)
    {
        var needed = download + (facts.SharesDevice ? 2 * installed : installed);
        if (needed > place!.Free) noSpace = BuildHostFacts.NoSpace(engine.Host, place.InMemory ? place.Path + " (in memory)" : facts.Folder, needed, place.Free);
        else if (installed > facts.DataFree && facts.DataFree > 0)
            noSpace = new DockerOpsException(FailureKind.NoSpace, $"The engine's data root on '{engine.Host}' needs about {installed:N0} bytes, and {facts.DataFree:N0} are free there.", spec.Name);
        if (noSpace is not null) install?.Cancel();
    }

    private async Task<RootFacts> FinishAsync(IBuildPlace place, CancellationToken cancellation)
    {
        progress.Begin("finish", "cleaning and minimising", steps.Finishing);
        var made = new RootFacts();
        var (code, errors) = await place.FollowAsync(steps.Finish, made.Line, null, cancellation).ConfigureAwait(false);
        if (code == 0 && made.Implausible() is null) return made;
        var reason = code == 0 || made.Implausible() is not null && code != BuildScripts.Escapes ? made.Implausible() : errors.Trim();
        throw new DockerOpsException(
            FailureKind.Corrupt, $"The root file system made for '{spec.Name}' is not a system, and nothing was imported: {reason}. Look at the repositories and packages it was made of.", spec.Name);
    }

    private async Task ImportAsync(IBuildPlace place, CancellationToken cancellation)
    {
        progress.Begin("import", "the engine takes the root", steps.Import);
        if (steps.PipesOnHost)
        {
            var (code, errors) = await place.FollowAsync(steps.PipedImport, _ => { }, null, cancellation).ConfigureAwait(false);
            if (code != 0)
                throw new DockerOpsException(
                    errors.Contains("no space left", StringComparison.OrdinalIgnoreCase) ? FailureKind.NoSpace : FailureKind.EngineError,
                    $"The engine at '{engine.Host}' did not take the root file system: {errors.Trim()}", spec.Name);
            return;
        }

        await place.TakeAsync(
            steps.Tar,
            async output =>
            {
                using var body = new PumpedContent(output, length: null, new TransferMeter());
                await foreach (var _ in engine.StreamAsync(steps.Create, body, cancellation).ConfigureAwait(false))
                {
                    // Its records say nothing but the id; an error among them is thrown.
                }
            },
            cancellation).ConfigureAwait(false);
    }

    // Also after a cancellation, though then it is waited for a moment only: the work goes on behind the prompt.
    private async Task RemoveAsync(EngineRequest request, string name, CancellationToken cancellation)
    {
        var removing = engine.RunAsync(request, CancellationToken.None);
        try
        {
            await (cancellation.IsCancellationRequested ? removing.WaitAsync(Soon, CancellationToken.None) : removing).ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            if (e.Kind != FailureKind.NotFound) progress.Warn($"'{name}' is left on '{engine.Host}', and removed by the next build: {e.Message}");
        }
        catch (TimeoutException)
        {
            _ = removing.ContinueWith(done => _ = done.Exception, TaskScheduler.Default);
        }
    }
}
