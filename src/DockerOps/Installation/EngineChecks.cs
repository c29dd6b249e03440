using System.Diagnostics;
using System.Runtime.CompilerServices;
using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Installation;

/// <summary>
/// The checks of the document “如何在Fedora / CentOS上面升级Docker 1.6”: the version, the images, and a container that prints
/// Hello World. Nothing is downloaded.
/// </summary>
public static class EngineChecks
{
    private const string Greeting = "Hello World";

    // An image may hold one program and no shell; a few are tried, the smallest first.
    private const int MostImages = 5;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>Runs the checks. Yields one <see cref="EngineCheck"/> each; what goes wrong is a result, not a failure.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="version">The version it should have, or the beginning of it; null is any.</param>
    /// <param name="image">The image to run; null is any that has <c>/bin/echo</c>.</param>
    /// <param name="cancellation">Ends the checks; a running container is removed.</param>
    public static async IAsyncEnumerable<Event> RunAsync(
        EngineClient engine, string? version, string? image, [EnumeratorCancellation] CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        var watch = Stopwatch.StartNew();
        IReadOnlyList<Image> images = [];
        string? told = null;
        yield return new Progress("Test the engine", "version", 0, 3, watch.Elapsed, IsBytes: false);
        var first = await CheckAsync(engine, "Version", async () =>
        {
            told = (await engine.RenewVersionAsync(cancellation).ConfigureAwait(false)).Engine;
            return version is null || Begins(told, version) ? (true, told) : (false, $"{told}, not {version}");
        }).ConfigureAwait(false);
        yield return new Output<EngineCheck>(first);
        // Without an answer the others would only say the same.
        if (told is null) yield break;

        yield return new Progress("Test the engine", "images", 1, 3, watch.Elapsed, IsBytes: false);
        yield return new Output<EngineCheck>(await CheckAsync(engine, "Images", async () =>
        {
            images = await ImageList.ReadAsync(engine, [], null, cancellation).ConfigureAwait(false);
            return (true, images.Count == 1 ? "1 image" : $"{images.Count} images");
        }).ConfigureAwait(false));

        yield return new Progress("Test the engine", "container", 2, 3, watch.Elapsed, IsBytes: false);
        yield return new Output<EngineCheck>(await CheckAsync(engine, "Container", () => GreetAsync(engine, images, image, cancellation)).ConfigureAwait(false));
    }

    /// <summary>Whether a version is the wanted one or a later build of it: 28.5.2+dfsg4 for 28.5.</summary>
    internal static bool Begins(string version, string wanted) =>
        version.StartsWith(wanted, StringComparison.Ordinal) && (version.Length == wanted.Length || !char.IsAsciiDigit(version[wanted.Length]));

    private static async Task<EngineCheck> CheckAsync(EngineClient engine, string name, Func<Task<(bool? Passed, string Detail)>> check)
    {
        var watch = Stopwatch.StartNew();
        bool? passed = false;
        string detail;
        try
        {
            (passed, detail) = await check().ConfigureAwait(false);
        }
        catch (DockerOpsException e)
        {
            detail = e.Message;
        }

        return new() { DockerHost = engine.Host, Name = name, Passed = passed, Detail = detail, Duration = watch.Elapsed };
    }

    private static async Task<(bool? Passed, string Detail)> GreetAsync(
        EngineClient engine, IReadOnlyList<Image> images, string? image, CancellationToken cancellation)
    {
        IReadOnlyList<string> names = image is not null ? [image] : [.. images.Where(one => !one.IsDangling).OrderBy(one => one.Size).Select(one => one.Name).Take(MostImages)];
        if (names.Count == 0) return (null, "There is no image that could be run.");
        var problems = new List<string>();
        foreach (var name in names)
        {
            var spec = new ContainerSpec { Image = name, Entrypoint = ["/bin/echo"], Command = [Greeting], Network = "none" };
            try
            {
                await foreach (var item in ContainerRun.RunAsync(engine, spec, keep: false, Longest, cancellation).ConfigureAwait(false))
                {
                    if (item is not Output<CommandResult> { Value: var result }) continue;
                    if (result.ExitCode == 0 && result.Output.TrimEnd() == Greeting) return (true, $"{name} printed {Greeting}");
                    problems.Add($"{name} ended with exit code {result.ExitCode} and printed '{result.Output.Trim()}'");
                }
            }
            // Some images have no such program; with the engine itself the next one fares no better.
            catch (DockerOpsException e) when (e.Kind is FailureKind.CommandFailed or FailureKind.NotFound && image is null)
            {
                problems.Add(e.Message);
            }
        }

        return (problems.TrueForAll(problem => problem.Contains("/bin/echo", StringComparison.Ordinal)) && image is null ? null : false, string.Join(' ', problems));
    }
}
