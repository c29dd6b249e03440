using System.Text.Json;
using System.Text.RegularExpressions;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Volumes;

/// <summary>
/// The Engine API's calls about volumes (moby, <c>api/swagger.yaml</c>, tag Volume). <c>-WhatIf</c> shows these very
/// objects. Each throws <see cref="DockerOpsException"/> (InvalidInput) for a name that cannot be a volume's.
/// </summary>
public static partial class VolumeRequests
{
    /// <summary>Lists volumes.</summary>
    /// <param name="labels">Only those with these labels: <c>key</c> or <c>key=value</c>.</param>
    /// <param name="drivers">Only those of these drivers.</param>
    /// <param name="dangling">Only those that no container (true) or some container (false) uses.</param>
    public static EngineRequest List(IReadOnlyCollection<string> labels, IReadOnlyCollection<string> drivers, bool? dangling)
    {
        var filters = new Dictionary<string, string[]>();
        if (labels.Count > 0) filters["label"] = [.. labels];
        if (drivers.Count > 0) filters["driver"] = [.. drivers];
        if (dangling is { } only) filters["dangling"] = [only ? "true" : "false"];
        return EngineRequest.Get(
            "/volumes",
            ("filters", filters.Count == 0 ? null : JsonSerializer.Serialize(filters, WireJson.Default.DictionaryStringStringArray)));
    }

    /// <summary>Asks for one volume.</summary>
    public static EngineRequest Inspect(string name) => EngineRequest.Get(Path(name));

    /// <summary>Lets the engine measure what it keeps; <c>type</c> is heeded from API 1.42 on.</summary>
    public static EngineRequest Measure() => EngineRequest.Get("/system/df", ("type", "volume"));

    /// <summary>Makes a volume. Shown without the values of its driver's options, which may be passwords.</summary>
    /// <param name="name">Its name; null leaves it to the engine.</param>
    /// <param name="driver">Who keeps its data; null means <c>local</c>.</param>
    /// <param name="options">The driver's options.</param>
    /// <param name="labels">Labels.</param>
    public static EngineRequest Create(
        string? name, string? driver, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, string> labels)
    {
        if (name is not null) _ = Path(name);
        var body = new WireNewVolume
        {
            Name = name,
            Driver = driver,
            DriverOpts = options.Count == 0 ? null : options,
            Labels = labels.Count == 0 ? null : labels,
        };
        var shown = body with { DriverOpts = body.DriverOpts?.ToDictionary(option => option.Key, option => IsPublic(option.Key) ? option.Value : "***") };
        return EngineRequest.Post("/volumes/create") with
        {
            Body = JsonSerializer.Serialize(body, WireJson.Default.WireNewVolume),
            ShownBody = JsonSerializer.Serialize(shown, WireJson.Default.WireNewVolume),
        };
    }

    /// <summary>Removes a volume and its data.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="force">Also where its driver is gone and cannot remove the data.</param>
    public static EngineRequest Remove(string name, bool force) => EngineRequest.Delete(Path(name), ("force", force ? "1" : null));

    // Of the driver "local" (moby, volume/local): o= may hold an smb password.
    private static bool IsPublic(string option) => option is "type" or "device" or "size";

    private static string Path(string name) => NameRule().IsMatch(name)
        ? "/volumes/" + name
        : throw new DockerOpsException(
            FailureKind.InvalidInput,
            $"'{name}' is not the name of a volume: two letters, digits, '_', '.' and '-' or more, the first a letter or digit. " +
            "Get-DockerVolume takes wildcards.",
            name);

    // moby, volume/names: RestrictedNamePattern.
    [GeneratedRegex("^[a-zA-Z0-9][a-zA-Z0-9_.-]+\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameRule();
}
