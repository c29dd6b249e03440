using DockerOps.Daemon;

namespace DockerOps.Tests.Daemon;

/// <summary>Configurations made of texts.</summary>
internal static class ConfigText
{
    public static DaemonConfig Build(params (string Path, string Text)[] files) => Build(DaemonFacts.None, files);

    public static DaemonConfig Build(DaemonFacts facts, params (string Path, string Text)[] files) =>
        DaemonConfigBuilder.Build([.. files.Select(f => new DaemonFile(f.Path, Kind(f.Path), f.Text))], facts);

    public static IReadOnlyList<ConfigFindingId> Ids(this DaemonConfig config, string? version = null) =>
        [.. DaemonConfigFindings.Of(config, version).Select(f => f.Id)];

    public static string? Effective(this DaemonConfig config, string name) =>
        config.Settings.Where(s => s.Name == name && s.Effective).Select(s => s.Value).SingleOrDefault();

    private static DaemonFileKind Kind(string path) =>
        path.EndsWith(".json", StringComparison.Ordinal) ? DaemonFileKind.DaemonJson
        : path.Contains("/init.d/", StringComparison.Ordinal) ? DaemonFileKind.InitScript
        : path.EndsWith(".service", StringComparison.Ordinal) || path.EndsWith(".conf", StringComparison.Ordinal) ? DaemonFileKind.Unit
        : DaemonFileKind.Variables;
}
