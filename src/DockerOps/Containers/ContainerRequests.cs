using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>
/// The Engine API's calls about containers (moby, <c>api/swagger.yaml</c>, tag Container). <c>-WhatIf</c> shows these very
/// objects. Each throws <see cref="DockerOpsException"/> (InvalidInput) for a name that cannot be a container's.
/// </summary>
public static partial class ContainerRequests
{
    /// <summary>Stands in a plan for the id of a container that is yet to be made.</summary>
    public const string LaterId = "{id}";

    /// <summary>Lists containers, stopped ones too.</summary>
    /// <param name="labels">Only those with these labels: <c>key</c> or <c>key=value</c>.</param>
    /// <param name="images">Only those made of these images or of ones built on them; one has to fit.</param>
    /// <param name="id">Only the one with this id.</param>
    public static EngineRequest List(IReadOnlyCollection<string> labels, IReadOnlyCollection<string> images, string? id = null)
    {
        var filters = new Dictionary<string, string[]>();
        if (labels.Count > 0) filters["label"] = [.. labels];
        if (images.Count > 0) filters["ancestor"] = [.. images];
        if (id is not null) filters["id"] = [id];
        return EngineRequest.Get(
            "/containers/json",
            ("all", "1"),
            ("filters", filters.Count == 0 ? null : JsonSerializer.Serialize(filters, WireJson.Default.DictionaryStringStringArray)));
    }

    /// <summary>Asks for one container.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="size">Its size too; the engine has to walk its files for it.</param>
    public static EngineRequest Inspect(string name, bool size = false) => EngineRequest.Get(Path(name, "/json"), ("size", size ? "1" : null));

    /// <summary>Reads its whole file system as a tar.</summary>
    public static EngineRequest Export(string name) => EngineRequest.Get(Path(name, "/export"));

    /// <summary>Makes a container. Shown without the values of its environment.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: something in it makes no sense.</exception>
    public static EngineRequest Create(ContainerSpec spec)
    {
        spec.Check();
        return EngineRequest.Post("/containers/create", ("name", spec.Name?.TrimStart('/'))) with
        {
            Body = ContainerBody.Write(spec, showSecrets: true),
            ShownBody = ContainerBody.Write(spec, showSecrets: false),
        };
    }

    /// <summary>Joins a container's output and error output, from now on.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="writes">Whether its program gets what is written to that stream.</param>
    public static EngineRequest Attach(string name, bool writes = false) =>
        EngineRequest.Post(Path(name, "/attach"), ("stream", "1"), ("stdin", writes ? "1" : null), ("stdout", "1"), ("stderr", "1")) with { IsTwoWay = writes };

    /// <summary>Waits until a container does not run.</summary>
    public static EngineRequest Wait(string name) => EngineRequest.Post(Path(name, "/wait"));

    /// <summary>Starts a container. One that runs is left as it is.</summary>
    public static EngineRequest Start(string name) => EngineRequest.Post(Path(name, "/start"));

    /// <summary>Stops a container. One that does not run is left as it is.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="timeout">How long it may take to end by itself before it is killed, in whole seconds; null: as it was made, else 10 s.</param>
    public static EngineRequest Stop(string name, TimeSpan? timeout) => EngineRequest.Post(Path(name, "/stop"), ("t", Seconds(timeout)));

    /// <summary>Stops a container and starts it again.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="timeout">As for <see cref="Stop"/>.</param>
    public static EngineRequest Restart(string name, TimeSpan? timeout) => EngineRequest.Post(Path(name, "/restart"), ("t", Seconds(timeout)));

    /// <summary>Freezes a container's processes.</summary>
    public static EngineRequest Pause(string name) => EngineRequest.Post(Path(name, "/pause"));

    /// <summary>Lets a container's processes go on.</summary>
    public static EngineRequest Unpause(string name) => EngineRequest.Post(Path(name, "/unpause"));

    /// <summary>Removes a container.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="force">Also when it runs; it is killed.</param>
    /// <param name="volumes">Its unnamed volumes too.</param>
    public static EngineRequest Remove(string name, bool force, bool volumes) =>
        EngineRequest.Delete(Path(name, ""), ("force", force ? "1" : null), ("v", volumes ? "1" : null));

    /// <summary>The path of a container's call.</summary>
    /// <param name="name">The name or id.</param>
    /// <param name="call">What follows it: <c>/start</c>, or nothing.</param>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the text cannot be a name or an id.</exception>
    public static string Path(string name, string call) => name == LaterId || NameRule().IsMatch(name)
        ? $"/containers/{name.TrimStart('/')}{call}"
        : throw new DockerOpsException(
            FailureKind.InvalidInput,
            $"'{name}' is not the name or id of a container: letters, digits, '_', '.' and '-', the first a letter or digit. " +
            "Get-DockerContainer takes wildcards.",
            name);

    private static string? Seconds(TimeSpan? time) =>
        time is { } value ? ((long)Math.Ceiling(value.TotalSeconds)).ToString(CultureInfo.InvariantCulture) : null;

    // moby, daemon/names: RestrictedNamePattern. An id fits it as well.
    [GeneratedRegex("^/?[a-zA-Z0-9][a-zA-Z0-9_.-]*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NameRule();
}
