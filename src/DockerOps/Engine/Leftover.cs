using System.Text.Json;
using DockerOps.Engine.Wire;

namespace DockerOps.Engine;

/// <summary>What a run leaves on an engine when its client is killed: containers with a label whose value is the run's id, and images whose tag it is.</summary>
/// <param name="Run">The id of the run.</param>
/// <param name="Name">The name or id of what is left.</param>
/// <param name="Removal">The call that removes it.</param>
internal sealed record Leftover(string Run, string Name, EngineRequest Removal)
{
    /// <summary>What runs have on the engine, dead and live ones: containers first.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="label">The containers' label.</param>
    /// <param name="repository">The images' name.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task<IReadOnlyList<Leftover>> FindAsync(EngineClient engine, string label, string repository, CancellationToken cancellation)
    {
        var filter = JsonSerializer.Serialize(new Dictionary<string, string[]> { ["label"] = [label] }, WireJson.Default.DictionaryStringStringArray);
        var containers = await engine.ReadAsync(
            EngineRequest.Get("/containers/json", ("all", "1"), ("filters", filter)), WireJson.Default.ListWireContainer, cancellation).ConfigureAwait(false);
        var images = await engine.ReadAsync(EngineRequest.Get("/images/json"), WireJson.Default.ListWireImage, cancellation).ConfigureAwait(false);
        return
        [
            .. containers.Where(item => item.Labels?.GetValueOrDefault(label) is not null).Select(item => new Leftover(item.Labels![label], item.Id, EngineRequest.Delete($"/containers/{item.Id}", ("force", "1"), ("v", "1")))),
            .. images.SelectMany(item => item.RepoTags ?? [])
                .Select(ImageReference.Familiar)
                .Where(name => name.StartsWith(repository + ":", StringComparison.Ordinal))
                .Select(name => new Leftover(name[(repository.Length + 1)..], name, EngineRequest.Delete($"/images/{EngineRequest.Segment(name)}", ("force", "1")))),
        ];
    }

    /// <summary>Removes it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Whether it was there still: its own run, or another one, may have been quicker.</returns>
    public async Task<bool> RemoveAsync(EngineClient engine, CancellationToken cancellation)
    {
        try
        {
            await engine.RunAsync(Removal, cancellation).ConfigureAwait(false);
            return true;
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound)
        {
            return false;
        }
    }
}
