using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using DockerOps.Engine;
using DockerOps.Images;

namespace DockerOps.Rpm;

/// <summary>An image that is built of a folder once and kept: a label on it says of what, so that it is not built again.</summary>
internal sealed class KeptImage
{
    private const string Label = "org.dockerops.inputs";
    private readonly ImageBuildPlan? build;

    private KeptImage(ImageReference name, ImageBuildPlan? build)
    {
        Name = name;
        this.build = build;
    }

    /// <summary>Its name.</summary>
    public ImageReference Name { get; }

    /// <summary>What has to be done for it; nothing when it is there.</summary>
    public IEnumerable<object> Steps => build is null ? [] : [build.Request];

    /// <summary>Compares the folder with what the engine has under the name.</summary>
    public static async Task<KeptImage> PrepareAsync(EngineClient engine, ImageBuildSpec spec, bool force, CancellationToken cancellation)
    {
        var (context, _) = BuildContext.Of(spec.Folder, spec.File);
        var more = string.Join('\0', spec.Arguments.OrderBy(argument => argument.Key, StringComparer.Ordinal).Select(argument => $"{argument.Key}={argument.Value}"));
        var hash = $"{await context.HashAsync(cancellation).ConfigureAwait(false)}\0{more}";
        hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(hash))).ToLowerInvariant();
        var name = spec.Tags[0];
        if (!force && await HashOfAsync(engine, name, cancellation).ConfigureAwait(false) == hash) return new KeptImage(name, null);
        var labelled = spec with { Labels = new Dictionary<string, string>(spec.Labels) { [Label] = hash } };
        return new KeptImage(name, await ImageBuildPlan.PrepareAsync(engine, labelled, cancellation).ConfigureAwait(false));
    }

    /// <summary>Builds it, or says that it is there.</summary>
    public async IAsyncEnumerable<Event> RunAsync(EngineClient engine, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (build is null)
        {
            yield return new Note($"The image '{Name}' is there, built of the same files.");
            yield break;
        }

        await foreach (var item in ImageBuild.RunAsync(engine, build, cancellation).ConfigureAwait(false))
        {
            if (item is not Output<Image>) yield return item;
        }
    }

    private static async Task<string?> HashOfAsync(EngineClient engine, ImageReference name, CancellationToken cancellation)
    {
        try
        {
            return (await ImageList.FindAsync(engine, name.ToString(), cancellation).ConfigureAwait(false)).Labels.GetValueOrDefault(Label);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return null;
        }
    }
}
