namespace DockerOps.Daemon.Changes;

/// <summary>What a change of the files means to the engine.</summary>
internal static class ConfigComparison
{
    // What a reload sets to the engine's default when its key is gone; all else keeps its value then (moby, daemon/reload.go, IsValueSet).
    private static readonly string[] ResetByReload = ["features", "max-concurrent-downloads", "max-concurrent-uploads", "max-download-attempts", "network-diagnostic-port"];

    /// <summary>The settings that differ, by name.</summary>
    public static IReadOnlyList<string> Names(DaemonConfig before, DaemonConfig after)
    {
        var (old, now) = (Given(before), Given(after));
        return [.. old.Select(g => g.Key).Union(now.Select(g => g.Key)).Where(name => !old[name].SequenceEqual(now[name])).Order(StringComparer.Ordinal)];
    }

    /// <summary>Whether a reload is enough (dockerd(8): only daemon.json is read again, and of it not everything).</summary>
    public static bool IsReloadable(DaemonConfig before, DaemonConfig after, IReadOnlyList<string> names) =>
        before.Arguments.SequenceEqual(after.Arguments)
        && before.Settings.Concat(after.Settings).Where(s => names.Contains(s.Name) && s.ReachesEngine).All(s => s.Reloadable)
        && names.All(name => DaemonOptions.Find(name) is { Reloadable: true } && (ResetByReload.Contains(name) || after.Settings.Any(s => s.Name == name && s.ReachesEngine)));

    /// <summary>The files that differ.</summary>
    public static IReadOnlyList<ConfigFileChange> Files(DaemonConfig before, DaemonConfig after)
    {
        var changes = new List<ConfigFileChange>();
        foreach (var path in before.Files.Concat(after.Files).Select(f => f.Path).Distinct())
        {
            var (old, now) = (before.Files.FirstOrDefault(f => f.Path == path), after.Files.FirstOrDefault(f => f.Path == path));

            // A drop-in with nothing to say is none.
            if (now is { Kind: DaemonFileKind.Unit, Text.Length: 0 }) now = null;
            if (old?.Text == now?.Text) continue;
            changes.Add(new(path, old is null ? null : ConfigFileChange.Encode(old), now is null ? null : ConfigFileChange.Encode(now)));
        }

        return changes;
    }

    /// <summary>Refuses what would keep the engine from starting, and tells what else is new.</summary>
    /// <returns>Warnings.</returns>
    /// <exception cref="DockerOpsException">InvalidInput: the engine would not start.</exception>
    public static IReadOnlyList<string> Check(DaemonConfig before, DaemonConfig after, bool engineRuns)
    {
        var old = DaemonConfigFindings.Of(before, null);
        var now = DaemonConfigFindings.Of(after, null);
        bool IsOld(ConfigFinding f) => old.Any(o => o.Id == f.Id && o.Setting == f.Setting);

        // An engine that runs takes the option, whoever built it; one that does not run cannot get worse.
        var errors = now.Where(f => f.Severity == ConfigSeverity.Error && !(IsOld(f) && (f.Id == ConfigFindingId.UnknownOption || !engineRuns))).ToList();
        if (errors.Count > 0)
        {
            var known = errors.All(IsOld);
            throw new DockerOpsException(
                FailureKind.InvalidInput,
                $"The engine would not start with this configuration{(known ? ", and would not start with the present one" : "")}; nothing was written. {string.Join(' ', errors.Select(e => e.Message))}",
                errors[0].Setting ?? errors[0].Source?.Path);
        }

        return [.. now.Where(f => f.Severity != ConfigSeverity.Information && (!IsOld(f) || f.Id == ConfigFindingId.UnreadVariable))
            .Select(f => f.Id == ConfigFindingId.UnreadVariable ? f.Message + " -Merge does it." : f.Message)];
    }

    private static ILookup<string, string> Given(DaemonConfig config) =>
        config.Settings.Where(s => s.ReachesEngine && s.OverriddenBy is null).ToLookup(s => s.Name, s => $"{s.Origin} {s.Value}", StringComparer.Ordinal);
}
