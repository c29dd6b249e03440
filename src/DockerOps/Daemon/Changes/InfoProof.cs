using System.Text.Json;
using DockerOps.Engine;
using DockerOps.Engine.Wire;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Sees that the running engine has the new settings, as far as it tells them (moby, api/swagger.yaml, SystemInfo).</summary>
internal sealed record InfoProof(EngineClient Engine, IReadOnlyList<(string Setting, string Member, IReadOnlyList<string> Values)> Expected) : HostStep
{
    private static readonly Dictionary<string, string> Members = new(StringComparer.Ordinal)
    {
        ["data-root"] = "DockerRootDir",
        ["storage-driver"] = "Driver",
        ["log-driver"] = "LoggingDriver",
        ["labels"] = "Labels",
        ["debug"] = "Debug",
        ["live-restore"] = "LiveRestoreEnabled",
        ["experimental"] = "ExperimentalBuild",
        ["default-runtime"] = "DefaultRuntime",
        ["registry-mirrors"] = "RegistryConfig.Mirrors",
        ["no-proxy"] = "NoProxy",
    };

    private static EngineRequest Request => EngineRequest.Get("/info");

    /// <summary>The proof of changed settings; null when the engine tells of none of them.</summary>
    public static InfoProof? For(EngineClient engine, DaemonConfig config, IEnumerable<string> changed)
    {
        var expected = changed.Where(Members.ContainsKey)
            .Select(name => (name, Members[name], Values: (IReadOnlyList<string>)[.. config.ValuesOf(name).Select(value => Form(name, value))]))
            .Where(e => e.Values.Count > 0 && !(e.Values is [{ } only] && only.Length == 0)).ToList();
        return expected.Count > 0 ? new(engine, expected) : null;
    }

    /// <inheritdoc/>
    public override string Show(HostShell shell) =>
        $"check that {Request} on {shell.Host} tells {string.Join(", ", Expected.Select(e => $"{e.Member} = {string.Join(' ', e.Values)}"))}";

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "asking the engine for its settings";
        var info = await Engine.ReadAsync(Request, WireJson.Default.JsonElement, cancellation).ConfigureAwait(false);
        foreach (var (setting, member, values) in Expected)
        {
            if (Find(info, member) is not { } told) continue;
            var has = told.Select(value => Form(setting, value)).ToList();
            if (values.All(has.Contains)) continue;
            throw new DockerOpsException(
                FailureKind.EngineError, $"The engine runs, but its {setting} is {(has.Count == 0 ? "empty" : $"'{string.Join(' ', has)}'")} and not '{string.Join(' ', values)}'.", setting);
        }
    }

    private static List<string>? Find(JsonElement info, string member)
    {
        foreach (var name in member.Split('.'))
            if (info.ValueKind != JsonValueKind.Object || !info.TryGetProperty(name, out info)) return null;
        return info.ValueKind switch
        {
            JsonValueKind.Array => [.. info.EnumerateArray().Select(item => item.ToString())],
            JsonValueKind.Null => [],
            JsonValueKind.True or JsonValueKind.False => [info.GetBoolean() ? "true" : "false"],
            _ => [info.ToString()],
        };
    }

    // The engine puts a slash behind a mirror, takes one away behind a folder, and resolves links of neither.
    private static string Form(string setting, string value) => setting switch
    {
        "registry-mirrors" => value.TrimEnd('/') + "/",
        "data-root" when value.Length > 1 => value.TrimEnd('/'),
        _ => value,
    };
}
