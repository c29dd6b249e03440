namespace DockerOps.Daemon;

/// <summary>Puts a configuration together from its files, as the host does when it starts the engine.</summary>
internal sealed class DaemonConfigBuilder
{
    private readonly IReadOnlyList<DaemonFile> files;
    private readonly DaemonFacts facts;
    private readonly List<DaemonSetting> settings = [];
    private readonly List<ConfigFinding> problems = [];
    private IReadOnlyList<string> arguments = [];

    private DaemonConfigBuilder(IReadOnlyList<DaemonFile> files, DaemonFacts facts)
    {
        this.files = files;
        this.facts = facts;
    }

    /// <summary>Puts it together.</summary>
    /// <param name="files">The files of one engine.</param>
    /// <param name="facts">What else is known.</param>
    public static DaemonConfig Build(IReadOnlyList<DaemonFile> files, DaemonFacts facts)
    {
        var builder = new DaemonConfigBuilder(files, facts);
        var units = UnitCommand.Read(files);
        var systemd = facts.Systemd ?? units is not null;
        var script = files.FirstOrDefault(file => file.Kind == DaemonFileKind.InitScript);
        var used = new HashSet<DaemonFile>();
        if (systemd && units is not null) builder.AddUnits(units, used);
        foreach (var file in files.Where(file => file.Kind == DaemonFileKind.Variables && !used.Contains(file)))
            builder.AddVariables(file, script, isRead: !systemd && VariableFiles.IsRead(file, script), systemd);
        foreach (var file in files.Where(file => file.Kind == DaemonFileKind.DaemonJson)) builder.AddJson(file);
        return new DaemonConfig
        {
            DockerHost = facts.Host,
            EngineVersion = facts.EngineVersion,
            IsSystemd = systemd,
            Files = files,
            HasSocketUnit = facts.SocketUnit,
            Arguments = builder.arguments,
            Settings = [.. DaemonOverrides.Apply(builder.settings, builder.problems).Select(s => s with { DockerHost = facts.Host })],
            Problems = builder.problems,
        };
    }

    private void AddUnits(UnitCommand units, HashSet<DaemonFile> used)
    {
        problems.AddRange(units.Problems);
        used.UnionWith(units.EnvironmentFiles);
        foreach (var replaced in units.Replaced)
            settings.AddRange(Flags(replaced.Words).Select(s => s with { Effective = false, ReachesEngine = false, OverriddenBy = replaced.By }));
        AddCommand(units.Words);
        foreach (var variable in units.Environment.Values.Where(v => DaemonOptions.Find(v.Name) is { Kind: DaemonOptionKind.Variable }))
            settings.Add(Variable(variable));
        foreach (var unread in units.Environment.Values.Where(v => VariableFiles.HoldsArguments(v.Name) && !units.Uses(v.Name)))
            AddUnread(unread, $"The unit's ExecStart does not use ${unread.Name}.");
    }

    private void AddCommand(IReadOnlyList<PlacedWord> words)
    {
        if (words.Count == 0) return;
        var rest = words.Skip(1).ToList();
        var program = Path.GetFileName(words[0].Text);
        if (program == "docker" && rest.Count > 0)
        {
            if (rest[0].Text == "daemon") rest.RemoveAt(0);
            Report(ConfigSeverity.Warning, ConfigFindingId.LegacyCommand, null, words[0].Source,
                "The engine is started as 'docker'; from 1.12 on its program is dockerd, and 17.12 removed 'docker daemon'. Write /usr/bin/dockerd without 'daemon' or '-d'.");
        }

        arguments = [.. arguments, .. rest.Select(word => word.Text)];
        settings.AddRange(Flags(rest));
    }

    private IReadOnlyList<DaemonSetting> Flags(IReadOnlyList<PlacedWord> words)
    {
        var found = DaemonFlags.Read(words, out var stray);
        foreach (var word in stray.Where(word => word.Text != "daemon"))
        {
            var quoted = word.Text.IndexOfAny(['"', '\'']) >= 0;
            Report(ConfigSeverity.Error, ConfigFindingId.UnexpectedArgument, word.Variable, word.Source, quoted
                ? $"'{word.Text}' belongs to no flag: quotes inside a variable do not hold words together. Leave them out."
                : $"'{word.Text}' belongs to no flag, so the engine refuses to start. Take it away, or write --flag=value.");
        }

        foreach (var setting in found.Where(s => s.Value.StartsWith('"') || s.Value.StartsWith('\'')))
            Report(ConfigSeverity.Warning, ConfigFindingId.LiteralQuotes, setting.Name, setting.Source, $"The quotes in {setting.Value} reach the engine as characters. Leave them out.");
        return found;
    }

    private void AddVariables(DaemonFile file, DaemonFile? script, bool isRead, bool systemd)
    {
        var list = ShellReader.Read(file);
        if (list.Problem is not null) problems.Add(list.Problem);
        if (!isRead && list.Items.Any(a => VariableFiles.HoldsArguments(a.Name)))
            Report(ConfigSeverity.Warning, ConfigFindingId.UnreadFile, null, new(file.Path, 0), systemd
                ? $"Nobody reads '{file.Path}': systemd starts the engine and no EnvironmentFile= of the unit names it. Move its settings to daemon.json or a drop-in."
                : $"Nobody reads '{file.Path}': '{script?.Path}' does not name it. Move its settings to the file that script reads.");

        foreach (var group in list.Items.GroupBy(a => a.Name))
        {
            var items = group.ToList();
            var last = items[^1];
            foreach (var lost in items.SkipLast(1).Where(_ => !last.Extends)) AddReplaced(lost, last);
            if (items.Count > 1 && !last.Extends && VariableFiles.HoldsArguments(last.Name))
                Report(ConfigSeverity.Warning, ConfigFindingId.SeveralAssignments, last.Name, last.Source,
                    $"{last.Name} is assigned {items.Count} times (lines {string.Join(", ", items.Select(a => a.Source.Line))}); line {last.Source.Line} wins and the others are lost. Write all arguments on one line.");
            AddLast(last, file, script, isRead);
        }
    }

    private void AddReplaced(Assignment lost, Assignment by)
    {
        if (!VariableFiles.HoldsArguments(lost.Name)) return;
        settings.AddRange(Flags(Words(lost)).Select(s => s with { Effective = false, ReachesEngine = false, OverriddenBy = by.Source }));
    }

    private void AddLast(Assignment last, DaemonFile file, DaemonFile? script, bool isRead)
    {
        if (last.Unknown is not null)
            Report(ConfigSeverity.Information, ConfigFindingId.UnknownValue, last.Name, last.Source, $"{last.Name} holds {last.Unknown}, which only running the file could tell; that part is left out.");
        if (VariableFiles.HoldsArguments(last.Name))
        {
            if (isRead && VariableFiles.IsRead(last.Name, file, script))
            {
                arguments = [.. arguments, .. Words(last).Select(word => word.Text)];
                settings.AddRange(Flags(Words(last)));
            }
            else if (isRead)
            {
                AddUnread(last, VariableFiles.IsBoot2Docker(file.Path)
                    ? $"boot2docker reads EXTRA_ARGS and nobody reads {last.Name}. Rename it: EXTRA_ARGS=\"{last.Value}\"."
                    : $"Nobody reads {last.Name} in '{file.Path}'.");
            }
            else
            {
                settings.AddRange(Flags(Words(last)).Select(s => s with { Effective = false, ReachesEngine = false }));
            }
        }
        else if (DaemonOptions.Find(last.Name) is { Kind: DaemonOptionKind.Variable })
        {
            // A shell hands on only what is exported; a script that means to hand it on says so itself.
            var handed = isRead && (last.Exported || (script?.Text.Contains("export " + last.Name, StringComparison.Ordinal) ?? false));
            settings.Add(Variable(last) with { Effective = handed, ReachesEngine = handed });
            if (isRead && !handed)
                Report(ConfigSeverity.Warning, ConfigFindingId.NotExported, last.Name, last.Source,
                    $"{last.Name} is assigned but not exported; unless the init script exports it, the engine does not see it. Write: export {last.Name}={last.Value}");
        }
        else if (VariableFiles.IsBoot2Docker(file.Path) && VariableFiles.FlagOf(last.Name) is { } flag && last.Value.ToString() != "auto")
        {
            settings.AddRange(DaemonFlags.Read([new(flag, last.Source, last.Name), new(last.Value.ToString(), last.Source)], out _)
                .Select(s => s with { Spelling = last.Name, Effective = isRead, Place = last.Place }));
        }
        else if (isRead && VariableFiles.IsBoot2Docker(file.Path) && last.Name == "DOCKER_TLS" && last.Value.ToString() == "no")
        {
            Report(ConfigSeverity.Warning, ConfigFindingId.InsecureTcp, "hosts", last.Source,
                "With DOCKER_TLS=no boot2docker's engine listens on tcp://0.0.0.0:2375, and whoever reaches that port is root on the host. Take the line away.");
        }
    }

    private void AddUnread(Assignment unread, string why)
    {
        settings.AddRange(Flags(Words(unread)).Select(s => s with { Effective = false, ReachesEngine = false }));
        Report(ConfigSeverity.Warning, ConfigFindingId.UnreadVariable, unread.Name, unread.Source, why);
    }

    private static List<PlacedWord> Words(Assignment assignment) => [.. assignment.Value.Fields().Select(word => word with { Variable = assignment.Name })];

    private static DaemonSetting Variable(Assignment variable) => new()
    {
        Name = variable.Name,
        Value = variable.Name.EndsWith("_PROXY", StringComparison.OrdinalIgnoreCase) ? ProxyMask.Apply(variable.Value.ToString()) : variable.Value.ToString(),
        Source = variable.Source,
        Spelling = variable.Name,
        Origin = DaemonSettingOrigin.Environment,
        Variable = variable.Name,
        Option = DaemonOptions.Find(variable.Name),
        Place = variable.Place,
    };

    private void AddJson(DaemonFile file)
    {
        var json = DaemonJson.Read(file);
        if (json.Problem is not null) problems.Add(json.Problem);
        settings.AddRange(DaemonJsonSettings.Read(json, problems));
    }

    private void Report(ConfigSeverity severity, ConfigFindingId id, string? setting, DaemonSource source, string message) =>
        problems.Add(new() { DockerHost = facts.Host, Severity = severity, Id = id, Setting = setting, Source = source, Message = message });
}
