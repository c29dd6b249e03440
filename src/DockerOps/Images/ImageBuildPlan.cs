using DockerOps.Engine;

namespace DockerOps.Images;

/// <summary>A build that is ready to be sent: what is in it, and the call that does it.</summary>
public sealed class ImageBuildPlan
{
    internal ImageBuildPlan(string title, string? name, BuildContext context, EngineRequest request)
    {
        Title = title;
        Name = name;
        Context = context;
        Request = request;
    }

    /// <summary>What is built.</summary>
    public string Title { get; }

    /// <summary>The call, with the folder as its body.</summary>
    public EngineRequest Request { get; }

    /// <summary>The first of the image's names; null when it has none.</summary>
    internal string? Name { get; }

    internal BuildContext Context { get; }

    internal bool BuildKit { get; private init; }

    /// <summary>Reads the folder's <c>.dockerignore</c> and makes the call. Changes nothing and asks nothing of the engine but its version.</summary>
    /// <exception cref="DockerOpsException">
    /// NotFound: the folder or the build file. InvalidInput: a tag that is a digest, a <c>.dockerignore</c> that makes no
    /// sense. Unsupported: the engine is too old for <see cref="ImageBuildSpec.Target"/>, <see cref="ImageBuildSpec.Network"/> or
    /// <see cref="ImageBuildSpec.BuildKit"/>.
    /// </exception>
    public static async Task<ImageBuildPlan> PrepareAsync(EngineClient engine, ImageBuildSpec spec, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(engine);
        ArgumentNullException.ThrowIfNull(spec);
        var (context, buildFile) = BuildContext.Of(spec.Folder, spec.File, spec.BuildKit);
        var api = (await engine.VersionAsync(cancellation).ConfigureAwait(false)).Spoken;
        Require(engine, api, new ApiVersion(1, 29), spec.Target, "build target");
        Require(engine, api, new ApiVersion(1, 25), spec.Network, "network for builds");
        Require(engine, api, new ApiVersion(1, 39), spec.BuildKit ? spec.Title : null, "BuildKit");
        return new ImageBuildPlan(spec.Title, spec.Tags.Count > 0 ? $"{spec.Tags[0].Repository}:{spec.Tags[0].Tag ?? "latest"}" : null, context, ImageRequests.Build(spec, buildFile, spec.Folder)) { BuildKit = spec.BuildKit };
    }

    // moby, docs/api/version-history.md: networkmode came with 1.25, target with 1.29. BuildKit is no experiment since engine 18.09, 1.39. An older engine passes them over.
    private static void Require(EngineClient engine, ApiVersion spoken, ApiVersion needed, string? value, string what)
    {
        if (value is not null && !spoken.IsAtLeast(needed))
            throw new DockerOpsException(FailureKind.Unsupported, $"The engine at '{engine.Host}' (API {spoken}) knows no {what}: API {needed} is needed for '{value}'.", value);
    }
}
