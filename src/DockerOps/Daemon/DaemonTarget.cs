namespace DockerOps.Daemon;

/// <summary>Chooses the document that a setting is written to, and the place in it.</summary>
/// <param name="Config">The configuration as it is.</param>
/// <param name="Version">The engine that will read it.</param>
/// <param name="IsBoot2Docker">Whether the host is a boot2docker, which keeps only its profile.</param>
internal sealed record DaemonTarget(DaemonConfig Config, Version Version, bool IsBoot2Docker)
{
    private const string DefaultJson = "/etc/docker/daemon.json";
    private const string Profile = "/var/lib/boot2docker/profile";
    private static readonly string[] Places = ["/etc/sysconfig/docker", "/etc/default/docker", "/etc/conf.d/docker"];
    private static readonly string[] Main = ["other_args", "OPTIONS", "DOCKER_OPTS", "EXTRA_ARGS"];

    /// <summary>The script that starts the engine where systemd does not.</summary>
    public DaemonFile? Script => Config.IsSystemd ? null : Config.Files.FirstOrDefault(file => file.Kind == DaemonFileKind.InitScript);

    /// <summary>The daemon.json that the engine reads, whether it is there or not.</summary>
    public string JsonPath => Config.Settings.LastOrDefault(s => s is { Name: "config-file", Effective: true })?.Value
        ?? Config.Files.FirstOrDefault(file => file.Kind == DaemonFileKind.DaemonJson)?.Path ?? DefaultJson;

    /// <summary>The document for a setting: where it stands already, else where its neighbours are.</summary>
    public DaemonDocument Choose(DaemonOption option)
    {
        var made = Config.Settings.Where(s => s.Name == option.Name && IsUsed(s)).ToList();
        if (made.Any(s => s.Origin == DaemonSettingOrigin.File)) return DaemonDocument.DaemonJson;
        if (made.Count > 0) return DocumentOf(made[^1]);
        var flagsOnly = Version < DaemonOptions.FirstFile || option.For(Version, inFile: true) is null;
        if (!flagsOnly && !KeepsVariables()) return DaemonDocument.DaemonJson;
        if (!Config.IsSystemd) return DaemonDocument.Variables;
        return option.Kind != DaemonOptionKind.Variable && ArgumentFiles().Any() ? DaemonDocument.Variables : DaemonDocument.DropIn;
    }

    /// <summary>The document that a setting stands in.</summary>
    public DaemonDocument DocumentOf(DaemonSetting setting) => Config.Files.FirstOrDefault(file => file.Path == setting.Source.Path)?.Kind switch
    {
        DaemonFileKind.DaemonJson => DaemonDocument.DaemonJson,
        DaemonFileKind.Variables => DaemonDocument.Variables,
        _ => DaemonDocument.DropIn,
    };

    /// <summary>Whether a setting counts, or would if its variable were exported.</summary>
    public bool IsUsed(DaemonSetting setting) => setting.ReachesEngine
        || (setting is { Origin: DaemonSettingOrigin.Environment, Place: not null } && Config.Files.Any(file => file.Path == setting.Source.Path && IsRead(file)));

    /// <summary>The file of variables to write to; one that is not there has no text.</summary>
    /// <exception cref="DockerOpsException">Unsupported: nobody reads one.</exception>
    public DaemonFile VariablesFile()
    {
        var found = (Config.IsSystemd ? ArgumentFiles() : Config.Files.Where(file => file.Kind == DaemonFileKind.Variables && IsRead(file))).ToList();
        if (found.FirstOrDefault(file => Read(file).Items.Any(a => Main.Contains(a.Name))) is { } used) return used;
        if (found.Count > 0) return found[0];
        var path = IsBoot2Docker ? Profile : Config.IsSystemd ? null
            : Places.FirstOrDefault(p => Script is { } script && VariableFiles.IsRead(new(p, DaemonFileKind.Variables, ""), script));
        return path is not null ? new(path, DaemonFileKind.Variables, "") : throw new DockerOpsException(
            FailureKind.Unsupported, "Nothing that starts this engine reads a file of variables, so a setting there would have no effect.", Config.DockerHost);
    }

    /// <summary>The variable of a file that holds the engine's arguments.</summary>
    /// <exception cref="DockerOpsException">Unsupported: there is none.</exception>
    public string ArgumentsVariable(DaemonFile file)
    {
        var read = Main.Where(name => Uses(name, file)).ToList();
        var assigned = Read(file).Items.Select(a => a.Name).ToList();
        return read.Find(assigned.Contains) ?? (read.Count > 0 ? read[0] : throw new DockerOpsException(
            FailureKind.Unsupported, $"Nothing that reads '{file.Path}' takes the engine's arguments from it.", file.Path));
    }

    /// <summary>Whether whoever reads the file hands the variable to the engine's command line.</summary>
    public bool Uses(string variable, DaemonFile file) => Config.IsSystemd
        ? UnitCommand.Read(Config.Files) is { } unit && unit.Uses(variable)
        : VariableFiles.IsRead(variable, file, Script);

    /// <summary>What a file of variables assigns, as whoever reads it sees it.</summary>
    public AssignmentList Read(DaemonFile file) => Config.IsSystemd ? UnitReader.ReadEnvironment(file) : ShellReader.Read(file);

    /// <summary>Whether anybody reads a file of variables.</summary>
    public bool IsRead(DaemonFile file) => Config.IsSystemd
        ? UnitCommand.Read(Config.Files)?.EnvironmentFiles.Any(f => f.Path == file.Path) ?? false
        : VariableFiles.IsRead(file, Script);

    // What an administrator has begun in one file goes on there; boot2docker's disk is memory but for its profile.
    private bool KeepsVariables() => IsBoot2Docker || (!Config.IsSystemd
        && Config.Files.All(file => file.Kind != DaemonFileKind.DaemonJson || DaemonJson.Read(file).Members.Count == 0)
        && Config.Files.Any(file => file.Kind == DaemonFileKind.Variables && IsRead(file) && Read(file).Items.Any(a => Main.Contains(a.Name) && Uses(a.Name, file))));

    private IEnumerable<DaemonFile> ArgumentFiles() => UnitCommand.Read(Config.Files) is { } unit
        ? unit.EnvironmentFiles.Where(file => Main.Any(name => unit.Uses(name)))
        : [];
}
