using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>The versions of an engine, and the API version to speak with it.</summary>
/// <param name="Engine">The engine's version: <c>20.10.24</c>.</param>
/// <param name="Api">The newest API version the engine speaks.</param>
/// <param name="Spoken">The version both sides speak.</param>
/// <param name="OperatingSystem">Its operating system: <c>linux</c>.</param>
/// <param name="Architecture">Its architecture, in Go's spelling: <c>amd64</c>.</param>
/// <param name="Kernel">The kernel's version.</param>
public sealed record VersionInfo(
    string Engine, ApiVersion Api, ApiVersion Spoken, string OperatingSystem, string Architecture, string? Kernel)
{
    /// <summary>The versions of its other programs by name: <c>containerd</c>, <c>runc</c>, <c>docker-init</c>. None before API 1.35.</summary>
    public IReadOnlyDictionary<string, string> Components { get; init; } = new Dictionary<string, string>();

    internal static VersionInfo Negotiate(DockerHost host, WireVersion answer)
    {
        if (!ApiVersion.TryParse(answer.ApiVersion, out var newest))
            throw new DockerOpsException(FailureKind.EngineError, $"'{host}' answers, but not as a Docker engine does: it names no API version.", host);

        // Engines before 1.13 have no MinAPIVersion; they speak everything back to the oldest version we do.
        var oldest = ApiVersion.TryParse(answer.MinAPIVersion, out var minimum) ? minimum : ApiVersion.Oldest;
        if (newest.CompareTo(ApiVersion.Oldest) < 0)
            throw new DockerOpsException(
                FailureKind.Unsupported,
                $"The engine at '{host}' ({answer.Version}, API {newest}) is too old: API {ApiVersion.Oldest} (engine 1.12) or later is needed.", host);
        if (oldest.CompareTo(ApiVersion.Newest) > 0)
            throw new DockerOpsException(
                FailureKind.Unsupported,
                $"The engine at '{host}' ({answer.Version}) is too new: it speaks API {oldest} and later, DockerOps up to {ApiVersion.Newest}. Update DockerOps.", host);

        var spoken = newest.IsAtLeast(ApiVersion.Newest) ? ApiVersion.Newest : newest;
        return new VersionInfo(answer.Version ?? "", newest, spoken, answer.Os ?? "", answer.Arch ?? "", answer.KernelVersion)
        {
            Components = (answer.Components ?? []).Where(part => part is { Name: not null, Version: not null })
                .DistinctBy(part => part.Name).ToDictionary(part => part.Name!, part => part.Version!, StringComparer.Ordinal),
        };
    }
}
