using System.Text.Json;
using DockerOps.Engine.Wire;

namespace DockerOps.Containers;

/// <summary>Writes what the engine is told of a new container.</summary>
internal static class ContainerBody
{
    private const string Masked = "***";

    /// <summary>The body, or with masked secrets what may be shown of it.</summary>
    public static string Write(ContainerSpec spec, bool showSecrets)
    {
        var body = new WireNewContainer
        {
            Image = spec.Image,
            Cmd = NullIfEmpty(spec.Command),
            Entrypoint = spec.Entrypoint,
            Env = NullIfEmpty(spec.Environment
                .OrderBy(variable => variable.Key, StringComparer.Ordinal)
                .Select(variable => $"{variable.Key}={(showSecrets ? variable.Value : Masked)}").ToList()),
            Labels = spec.Labels.Count == 0 ? null : spec.Labels,
            OpenStdin = spec.ReadsInput ? true : null,
            StdinOnce = spec.ReadsInput ? true : null,
            User = spec.User,
            WorkingDir = spec.WorkingDirectory,
            Hostname = spec.HostName,
            Volumes = spec.Volumes.All(volume => volume.Source is not null)
                ? null
                : spec.Volumes.Where(volume => volume.Source is null).ToDictionary(volume => volume.Destination, _ => new WireNothing()),
            HostConfig = new WireHostConfig
            {
                Binds = NullIfEmpty(spec.Volumes.Where(volume => volume.Source is not null).Select(volume => volume.ToString()).ToList()),
                Dns = NullIfEmpty(spec.Dns),
                LogConfig = spec.LogDriver is null ? null : new WireLogConfig(spec.LogDriver, LogOptions(spec, showSecrets)),
                NetworkMode = spec.Network,
            },
        };
        return JsonSerializer.Serialize(body, WireJson.Readable.WireNewContainer);
    }

    // splunk-token and logentries-token are the options of moby's drivers that are secrets (docs.docker.com, logging drivers).
    private static Dictionary<string, string> LogOptions(ContainerSpec spec, bool showSecrets) => spec.LogOptions.ToDictionary(
        option => option.Key, option => showSecrets || !option.Key.EndsWith("token", StringComparison.OrdinalIgnoreCase) ? option.Value : Masked);

    private static IReadOnlyList<string>? NullIfEmpty(IReadOnlyList<string> texts) => texts.Count == 0 ? null : texts;
}
