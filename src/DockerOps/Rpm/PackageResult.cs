using System.Runtime.CompilerServices;
using DockerOps.Engine;
using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>The packages of a build in their folder, with the record that tells whether they are still those of its inputs.</summary>
/// <param name="destination">The folder with <c>RPMS</c> and <c>SRPMS</c>.</param>
/// <param name="name">The build's name there.</param>
/// <param name="inputs">The hash of all that goes into it.</param>
/// <param name="force">Whether nothing that is there counts.</param>
internal sealed class PackageResult(string destination, string name, string inputs, bool force)
{
    /// <summary>A small file as a step of a plan.</summary>
    public static string Show(string file, string text) =>
        string.Join(Environment.NewLine, text.TrimEnd('\n').Split('\n').Select(line => "    " + line).Prepend($"send {file}"));

    /// <summary>What of the sources does not belong to them: besides what was left out already, the packages that builds have put among them.</summary>
    /// <param name="rules">What is left out.</param>
    /// <param name="sources">The folder with the sources.</param>
    /// <param name="destination">The folder with <c>RPMS</c> and <c>SRPMS</c>, there or anywhere else.</param>
    public static IgnoreRules Without(IgnoreRules rules, string sources, string destination)
    {
        var inside = Path.GetRelativePath(sources, destination).Replace(Path.DirectorySeparatorChar, '/');
        return Path.IsPathRooted(inside) || inside.Split('/')[0] == ".." ? rules : rules.LeavingOut(inside, [.. PackageBuild.Results, BuildRecord.Folder]);
    }

    /// <summary>The packages, if they are there, unchanged, of the same inputs; else null.</summary>
    public async Task<IReadOnlyList<RpmPackage>?> FindAsync(CancellationToken cancellation) =>
        !force && BuildRecord.Read(destination, name) is { } record && record.Inputs == inputs
            ? await record.FindAsync(destination, cancellation).ConfigureAwait(false)
            : null;

    /// <summary>Yields the packages that are there.</summary>
    public async IAsyncEnumerable<Event> TellAsync(IReadOnlyList<RpmPackage> packages)
    {
        await Task.CompletedTask.ConfigureAwait(false);
        yield return new Note($"Nothing that '{name}' is made of has changed: the packages in '{destination}' are those of the last build.");
        foreach (var package in packages) yield return new Output<RpmPackage>(package);
    }

    /// <summary>Builds, and yields the packages.</summary>
    public async IAsyncEnumerable<Event> RunAsync(EngineClient engine, PackageBuild build, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var before = BuildRecord.Read(destination, name);
        await foreach (var item in build.RunAsync(engine, MayReplaceAsync, cancellation).ConfigureAwait(false))
        {
            if (item is not Output<IReadOnlyList<RpmPackage>> { Value: var packages })
            {
                yield return item;
                continue;
            }

            await BuildRecord.Of(destination, inputs, packages, before).WriteAsync(destination, name, cancellation).ConfigureAwait(false);
            foreach (var package in packages) yield return new Output<RpmPackage>(package);
        }

        async Task<bool> MayReplaceAsync(string path, CancellationToken stop) =>
            force || (before is not null && await before.FindAsync(destination, path, stop).ConfigureAwait(false) is not null);
    }
}
