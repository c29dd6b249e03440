namespace DockerOps.Daemon;

/// <summary>
/// Says which of several settings the engine uses. The last flag of a single value counts; lists and maps add up; a setting in a flag
/// and in daemon.json keeps the engine from starting (moby, daemon/config/config.go, findConfigurationConflicts; only runtimes are merged).
/// </summary>
internal static class DaemonOverrides
{
    public static IEnumerable<DaemonSetting> Apply(IReadOnlyList<DaemonSetting> settings, List<ConfigFinding> problems)
    {
        var result = settings.ToList();
        foreach (var group in Enumerable.Range(0, result.Count).Where(i => result[i].Effective).GroupBy(i => result[i].Name).ToList())
        {
            var flags = group.Where(i => result[i].Origin == DaemonSettingOrigin.Flag).ToList();
            var keys = group.Where(i => result[i].Origin == DaemonSettingOrigin.File).ToList();
            if (flags.Count > 0 && keys.Count > 0 && group.Key != "runtimes")
            {
                var (flag, key) = (result[flags[0]], result[keys[0]]);
                problems.Add(new()
                {
                    Severity = ConfigSeverity.Error,
                    Id = ConfigFindingId.SetTwice,
                    Setting = group.Key,
                    Source = flag.Source,
                    Message = $"'{group.Key}' is set by {flag.Spelling} here and by '{key.Spelling}' in {key.Source}; the engine refuses to start. Keep one of them.",
                });
                foreach (var i in flags) result[i] = result[i] with { Effective = false, OverriddenBy = key.Source };
                foreach (var i in keys) result[i] = result[i] with { Effective = false, OverriddenBy = flag.Source };
            }
            else if (flags.Count > 1 && result[flags[0]].Option is { IsMany: false })
            {
                foreach (var i in flags.SkipLast(1)) result[i] = result[i] with { Effective = false, OverriddenBy = result[flags[^1]].Source };
            }
        }

        return result;
    }
}
