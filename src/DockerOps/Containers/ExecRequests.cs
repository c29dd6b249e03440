using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>The Engine API's calls that run a command in a container (moby, <c>api/swagger.yaml</c>, tag Exec).</summary>
public static class ExecRequests
{
    /// <summary>Stands in a plan for the id that the first call will give.</summary>
    public const string UnknownId = "{id}";

    /// <summary>The calls that change something, in order.</summary>
    public static IReadOnlyList<EngineRequest> Plan(string container, ExecOptions options) => [Create(container, options), Start(UnknownId)];

    /// <summary>Prepares a command. Values of environment variables are masked where the request is shown.</summary>
    public static EngineRequest Create(string container, ExecOptions options) =>
        EngineRequest.Post(ContainerRequests.Path(container, "/exec")) with
        {
            Body = Body(options, variable => $"{variable.Key}={variable.Value}"),
            ShownBody = Body(options, variable => $"{variable.Key}=***"),
        };

    /// <summary>Runs the prepared command; the answer is its output.</summary>
    /// <param name="id">What <see cref="Create"/> gave.</param>
    /// <param name="readsInput">Whether it gets what is written to that stream.</param>
    public static EngineRequest Start(string id, bool readsInput = false) => EngineRequest.Post($"/exec/{id}/start") with
    {
        IsTwoWay = readsInput,
        Body = JsonSerializer.Serialize(new WireExecStart(), WireJson.Default.WireExecStart),
    };

    /// <summary>Asks how the command ended.</summary>
    /// <param name="id">What <see cref="Create"/> gave.</param>
    public static EngineRequest Inspect(string id) => EngineRequest.Get($"/exec/{id}/json");

    private static string Body(ExecOptions options, Func<KeyValuePair<string, string>, string> write) => JsonSerializer.Serialize(
        new WireExec
        {
            AttachStdin = options.ReadsInput ? true : null,
            AttachStdout = true,
            AttachStderr = true,
            Cmd = options.Command,
            Env = options.Environment.Count > 0 ? options.Environment.Select(write).ToList() : null,
            User = options.User,
            WorkingDir = options.WorkingDirectory,
            Privileged = options.Privileged ? true : null,
        },
        WireJson.Readable.WireExec);
}
