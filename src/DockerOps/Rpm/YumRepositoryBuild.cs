using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// Makes a repository in a folder of this machine, or changes one: looked into, shown, then run. The next state is made
/// beside the folder and checked as a host would check it; then the two folders are exchanged in one step. Until then, and
/// whatever fails, the repository is as it was.
/// </summary>
public sealed class YumRepositoryBuild
{
    private static readonly HostShell Shell = HostShell.Here;
    private readonly YumRepositoryRequest request;
    private readonly YumRepositoryState? before;
    private readonly string? index;
    private readonly IReadOnlyList<HostStep> steps;

    /// <param name="request">What is wanted.</param>
    /// <param name="before">The repository as it is; null when there is none that can be read.</param>
    /// <param name="index">The SHA-256 of its <c>repomd.xml</c>; null when there is none.</param>
    /// <param name="steps">What is done; nothing when the repository is as it was asked for.</param>
    /// <param name="warnings">What the user should know before.</param>
    internal YumRepositoryBuild(YumRepositoryRequest request, YumRepositoryState? before, string? index, IReadOnlyList<HostStep> steps, IReadOnlyList<string> warnings)
    {
        this.request = request;
        this.before = before;
        this.index = index;
        this.steps = steps;
        Warnings = warnings;
    }

    /// <summary>Every step as it will be run, for people to read; none when the repository is as it was asked for.</summary>
    public IReadOnlyList<string> Lines => [.. steps.Select(step => step.Show(Shell))];

    /// <summary>What the user should know before it is run, each as a sentence.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Looks at packages, key and folder, and makes a plan, changing nothing.</summary>
    /// <param name="request">What is wanted.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">
    /// InvalidInput: the name or the key. NotFound: the folder above, the repository to update, the key. Conflict: there is
    /// something already, something is mounted in the folder or nobody's package lies there, or two packages of one NEVRA
    /// differ. Unsupported: a program is missing here. NoSpace. Corrupt.
    /// </exception>
    public static Task<YumRepositoryBuild> PrepareAsync(YumRepositoryRequest request, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);

        // A link to the folder stays one: it is what it leads to that is exchanged.
        var target = Directory.Exists(request.Path) ? Directory.ResolveLinkTarget(request.Path, returnFinalTarget: true)?.FullName : null;
        return YumRepositoryPlanner.PlanAsync(Shell, request with { Path = (target ?? request.Path).TrimEnd('/') }, cancellation);
    }

    /// <summary>Runs the steps. Yields progress and a <see cref="YumRepository"/>.</summary>
    /// <param name="cancellation">Ends it; the repository stays as it was.</param>
    /// <exception cref="DockerOpsException">
    /// Conflict: another run works on it, or has changed it meanwhile. CommandFailed, NotPermitted, NoSpace. Corrupt: what was
    /// made is not right. NotFound: a package needs what no repository has.
    /// </exception>
    public IAsyncEnumerable<Event> RunAsync(CancellationToken cancellation)
    {
        var meter = new TransferMeter();
        return Watched.RunAsync($"{(request.Update ? "Update" : "Make")} {request.Path}", meter, stop => RunAsync(meter, stop), cancellation);
    }

    private async Task<YumRepository> RunAsync(TransferMeter meter, CancellationToken cancellation)
    {
        if (steps.Count == 0) return before!.Describe(request.Path);
        using var held = RepositoryLock.Take(request.Path);
        await CheckUntouchedAsync(cancellation).ConfigureAwait(false);
        MountPoints.ThrowIfIn(request.Path);
        var next = YumRepositoryFolder.Next(request.Path);

        // Whoever left it there holds no lock any more.
        RemoveFolderStep.Remove(next);
        try
        {
            if (before is not null) MakeAs(request.Path, next);
            foreach (var step in steps) await step.RunAsync(Shell, meter, cancellation).ConfigureAwait(false);
        }
        finally
        {
            RemoveFolderStep.Remove(next);
        }

        return steps.OfType<VerifyRepositoryStep>().Single().Found!.Describe(request.Path);
    }

    private async Task CheckUntouchedAsync(CancellationToken cancellation)
    {
        var now = await YumMetadata.HashIndexAsync(request.Path, cancellation).ConfigureAwait(false);
        if (index != now)
            throw new DockerOpsException(FailureKind.Conflict, $"'{request.Path}' was changed by another run meanwhile. Run this again.", request.Path);
    }

    private static void MakeAs(string present, string next)
    {
        try
        {
            if (!OperatingSystem.IsWindows()) Directory.CreateDirectory(next, File.GetUnixFileMode(present));
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, next);
        }
    }
}
