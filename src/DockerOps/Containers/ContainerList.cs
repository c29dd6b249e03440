using System.Globalization;
using System.Text.RegularExpressions;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Reads the containers of an engine.</summary>
public static partial class ContainerList
{
    private const int ShortestId = 4;

    /// <summary>All containers, running or not, newest first (the engine's order).</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="labels">Only those with these labels: <c>key</c> or <c>key=value</c>.</param>
    /// <param name="images">Only those made of these images or of ones built on them; one has to fit.</param>
    /// <param name="cancellation">Ends the call.</param>
    public static Task<IReadOnlyList<Container>> ReadAsync(
        EngineClient engine, IReadOnlyCollection<string> labels, IReadOnlyCollection<string> images, CancellationToken cancellation) =>
        ReadAsync(engine, ContainerRequests.List(labels, images), cancellation);

    /// <summary>One container, by its name, its id or the beginning of it.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: the engine has no such container.</exception>
    public static async Task<Container> FindAsync(EngineClient engine, string name, CancellationToken cancellation)
    {
        // The engine knows what a name means; the list has the words a person reads.
        var detail = await InspectAsync(engine, name, cancellation).ConfigureAwait(false);
        var found = await ReadAsync(engine, ContainerRequests.List([], [], detail.Id), cancellation).ConfigureAwait(false);
        return found.FirstOrDefault(container => container.Id == detail.Id) ?? throw Missing(engine.Host, name, null);
    }

    /// <summary>Whether a name means this container: its name, its id or the beginning of it.</summary>
    /// <param name="container">The container.</param>
    /// <param name="name">What the user typed.</param>
    /// <param name="like">Compares a name with it, by the shell's wildcards.</param>
    public static bool Matches(Container container, string name, Func<string, bool> like) =>
        like(container.Name)
        || like(container.Id)
        || (name.Length >= ShortestId && container.Id.StartsWith(name, StringComparison.Ordinal));

    /// <summary>Asks for the parts of a container that only its own record has.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.NotFound"/>: the engine has no such container.</exception>
    internal static async Task<WireContainerDetail> InspectAsync(
        EngineClient engine, string name, CancellationToken cancellation, bool size = false)
    {
        try
        {
            return await engine.ReadAsync(ContainerRequests.Inspect(name, size), WireJson.Default.WireContainerDetail, cancellation).ConfigureAwait(false);
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            throw Missing(engine.Host, name, e);
        }
    }

    internal static DockerOpsException Missing(DockerHost host, string name, Exception? inner) =>
        new(FailureKind.NotFound, $"'{host}' has no container '{name}'. See Get-DockerContainer.", name, inner);

    private static async Task<IReadOnlyList<Container>> ReadAsync(EngineClient engine, EngineRequest request, CancellationToken cancellation)
    {
        var containers = await engine.ReadAsync(request, WireJson.Default.ListWireContainer, cancellation).ConfigureAwait(false);
        return containers.Select(container => From(engine.Host, container)).ToList();
    }

    private static Container From(DockerHost host, WireContainer wire) => new()
    {
        DockerHost = host,
        // A link gives a container a second name below another's: /web/db.
        Name = wire.Names?.Find(name => name.LastIndexOf('/') <= 0 && !name.Any(char.IsControl))?.TrimStart('/') ?? wire.Id,
        Id = wire.Id,
        Image = wire.Image ?? "",
        ImageId = wire.ImageID ?? "",
        Command = wire.Command ?? "",
        Created = EngineClock.At(wire.Created),
        State = Enum.TryParse<ContainerState>(wire.State, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : ContainerState.Unknown,
        Status = wire.Status ?? "",
        ExitCode = EndedWith().Match(wire.Status ?? "") is { Success: true } match
            ? unchecked((int)long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            : null,
        Ports = wire.Ports?.Select(From).ToList() ?? [],
        Labels = wire.Labels ?? [],
        Mounts = wire.Mounts?.Select(From).ToList() ?? [],
    };

    private static ContainerPort From(WirePort wire) =>
        new(wire.PrivatePort, wire.Type ?? "tcp", wire.IP, wire.PublicPort is > 0 ? wire.PublicPort : null);

    private static ContainerMount From(WireMount wire) =>
        new(wire.Type ?? "bind", NullIfEmpty(wire.Name), NullIfEmpty(wire.Source), wire.Destination ?? "", !wire.RW);

    private static string? NullIfEmpty(string? text) => text is { Length: > 0 } ? text : null;

    // moby, container/state.go: the only place where the list tells an exit code.
    [GeneratedRegex("^(?:Exited|Restarting) \\((-?[0-9]{1,10})\\)", RegexOptions.CultureInvariant)]
    private static partial Regex EndedWith();
}
