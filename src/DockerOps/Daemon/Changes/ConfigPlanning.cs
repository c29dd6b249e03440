using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Makes the steps that lead from one configuration to another.</summary>
/// <param name="situation">The host.</param>
/// <param name="after">The configuration that is wanted.</param>
/// <param name="options">How.</param>
internal sealed class ConfigPlanning(ConfigSituation situation, DaemonConfig after, DaemonConfigOptions options)
{
    // What an engine takes as it comes, to refuse every container afterwards.
    private static readonly string[] ForContainers = ["log-driver", "log-opts", "default-runtime", "runtimes", "default-ulimits", "exec-opts"];

    private readonly EngineService service = situation.Service;

    /// <summary>Files that are no part of the configuration but go with it: certificates.</summary>
    public IReadOnlyList<ConfigFileChange> Beside { get; init; } = [];

    /// <summary>The move of the data root, when that changes.</summary>
    public DataRootMove? Move { get; init; }

    /// <exception cref="DockerOpsException">InvalidInput: the engine would not start, or would not be reached any more.</exception>
    public DaemonConfigPlan Plan()
    {
        var before = situation.Config;
        List<ConfigFileChange> files = [.. ConfigComparison.Files(before, after), .. Beside];
        var changed = ConfigComparison.Names(before, after);
        var warnings = ConfigComparison.Check(before, after, service.State.IsActive);
        CheckSocket();
        var reload = ConfigComparison.IsReloadable(before, after, changed) && service.State.IsActive && Beside.Count == 0 && situation.Store.Open.Count == 0;
        var plan = new DaemonConfigPlan(situation, after)
        {
            Changed = changed,
            Warnings = Warn(warnings),
            Folder = $"{situation.Store.Folder}/{TimedId.New()}",
            Timeout = options.Timeout,
            ChangesUnits = files.Any(IsUnit),
            UndoneByReload = reload && ConfigComparison.IsReloadable(after, before, changed),
            RemoveCopy = options.MoveData ? Move?.Made.Remove : null,
        };
        Recover(plan);
        if (files.Count == 0)
        {
            if (situation.Store.Open.Count > 0 && !options.NoRestart && situation.EngineRuns) plan.Add(ConfigPhase.Recover, [.. service.ReadUnits(), .. service.StartAnew(options.Timeout)]);
            return plan;
        }

        var noticed = changed.Count > 0 || Beside.Count > 0 || situation.Store.Open.Count > 0 || !before.Arguments.SequenceEqual(after.Arguments);
        var moves = options.MoveData && Move is { HasData: true } && !options.NoRestart;
        var what = string.Join(", ", changed.Concat(Beside.Count > 0 ? ["certificates"] : []));
        plan.Add(ConfigPhase.Keep, new KeepFiles(plan.Folder, what, situation.EngineRuns, moves ? Move!.Made : null, files));
        var staged = files.Select((file, i) => new StageFile(plan.Folder, i + 1, file)).ToList();
        plan.Add(ConfigPhase.Stage, staged);
        if (Validation(staged) is { } validation) plan.Add(ConfigPhase.Stage, validation);
        if (moves) plan.Add(ConfigPhase.Data, [.. service.State.IsActive ? service.Stop(options.Timeout) : [], .. Move!.Copy]);
        plan.Add(ConfigPhase.Switch, new SwitchFiles(plan.Folder, files));
        if (plan.ChangesUnits) plan.Add(ConfigPhase.Switch, service.ReadUnits());
        if (noticed && situation.EngineRuns && !options.NoRestart)
        {
            plan.Add(ConfigPhase.Engine, reload ? [.. service.Reload(options.Timeout), new ReloadLog(service)] : moves ? service.Start(options.Timeout) : service.StartAnew(options.Timeout));
            plan.Add(ConfigPhase.Engine, Proofs(changed));
        }

        plan.Add(ConfigPhase.End, new EndChange(plan.Folder, KeptConfigState.Done));
        if (moves && options.RemoveOld) plan.Add(ConfigPhase.End, Move!.RemoveOld);
        return plan;
    }

    // Newest first, so that the oldest, which has the files as they were before all of them, has the last word.
    private void Recover(DaemonConfigPlan plan)
    {
        plan.Add(ConfigPhase.Recover, situation.Leftovers.Select(item => new RemoveLeftover(situation.Session.Engine, item)));
        foreach (var open in situation.Store.Open.Reverse())
        {
            var folder = $"{situation.Store.Folder}/{open.Id}";
            plan.Add(ConfigPhase.Recover, new PutBackFiles(folder, "(a change was cut off)"));
            if (situation.LeftCopies.TryGetValue(open.Id, out var copy)) plan.Add(ConfigPhase.Recover, copy.Remove);
            plan.Add(ConfigPhase.Recover, new EndChange(folder, KeptConfigState.Undone));
        }
    }

    private ValidateConfig? Validation(List<StageFile> staged)
    {
        if (DaemonValidation.Command(after) is not { } command) return null;

        // The last flag of a kind counts (spf13/pflag), so the engine reads the file that waits for its place.
        var json = staged.Find(s => s.File.After is not null && HasJson(after, s.File.Path))?.Path;

        // A file that goes is still there. An empty one says nothing (moby#42393, as old as the check itself).
        if (json is null && staged.Any(s => s.File.After is null && HasJson(situation.Config, s.File.Path))) json = "/dev/null";

        // Certificates are looked for at their place, where they are not yet.
        return Beside.Count > 0 ? null : new(json is null ? command : [.. command, "--config-file", json]);
    }

    private IEnumerable<HostStep> Proofs(IReadOnlyList<string> changed)
    {
        if (InfoProof.For(situation.Session.Engine, after, changed) is { } info) yield return info;
        var servers = after.ValuesOf("dns");
        var bridge = after.Settings.LastOrDefault(s => s is { Name: "bridge", Effective: true })?.Value;
        var dns = changed.Contains("dns") && servers.Count > 0 && bridge != "none";
        if (dns || changed.Any(ForContainers.Contains)) yield return new ContainerProof(situation.Session.Engine, dns ? servers : []);
    }

    // An engine that does not listen where it is asked seems not to run.
    private void CheckSocket()
    {
        var hosts = after.ValuesOf("hosts");
        var socket = situation.Session.Host.SocketPath;
        if (options.Force || socket is null || hosts.Count == 0 || hosts.Any(h => h.StartsWith("fd://", StringComparison.Ordinal) || Same(h, socket))) return;
        throw new DockerOpsException(
            FailureKind.InvalidInput,
            $"The engine would listen on {string.Join(" and ", hosts)} only, and not on {socket} any more, by which this session and most programs reach it. Add unix://{socket}, or use -Force.",
            "hosts");
    }

    private static bool Same(string host, string socket) =>
        host.StartsWith("unix://", StringComparison.Ordinal) && Bare(host["unix://".Length..] is { Length: > 0 } path ? path : DockerHost.DefaultSocket) == Bare(socket);

    private static string Bare(string path) => path.StartsWith("/var/run/", StringComparison.Ordinal) ? path["/var".Length..] : path;

    private List<string> Warn(IReadOnlyList<string> findings)
    {
        var more = new List<string>(findings);
        if (!situation.EngineRuns) more.Add($"The engine on '{situation.Shell.Host}' does not run, and is not started: the files are written and checked, nothing is proved.");
        if (Move is { HasData: true, FindsData: true } && !options.MoveData)
            more.Add($"The engine on '{situation.Shell.Host}' will use what '{Move.To}' holds; what was made since it used that stays in '{Move.From}', out of its sight.");
        if (options.RemoveOld && !options.MoveData) more.Add("-RemoveOld does nothing without -MoveData.");
        return more;
    }

    private static bool HasJson(DaemonConfig config, string path) => config.Files.Any(f => f.Kind == DaemonFileKind.DaemonJson && f.Path == path);

    private static bool IsUnit(ConfigFileChange file) => file.Path.StartsWith("/etc/systemd/", StringComparison.Ordinal);
}
