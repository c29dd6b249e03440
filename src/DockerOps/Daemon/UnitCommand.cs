namespace DockerOps.Daemon;

/// <summary>What systemd runs for a unit and its drop-ins, and with which environment (systemd.service(5), systemd.exec(5)).</summary>
internal sealed class UnitCommand
{
    private readonly List<UnitEntry> commands = [];
    private readonly List<UnitEntry> replaced = [];

    private UnitCommand()
    {
    }

    /// <summary>The command that is run; none when there is no ExecStart.</summary>
    public IReadOnlyList<PlacedWord> Words { get; private set; } = [];

    /// <summary>Arguments of commands that a later file took back, and where.</summary>
    public List<(IReadOnlyList<PlacedWord> Words, DaemonSource By)> Replaced { get; } = [];

    public Dictionary<string, Assignment> Environment { get; } = new(StringComparer.Ordinal);

    /// <summary>What the units themselves set, without the files they read.</summary>
    public Dictionary<string, string> OwnEnvironment { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether it has several commands, which systemd refuses.</summary>
    public bool HasSeveral => commands.Count > 1;

    /// <summary>The line that is run.</summary>
    public UnitEntry Command => commands[^1];

    /// <summary>The files of variables that the unit reads.</summary>
    public List<DaemonFile> EnvironmentFiles { get; } = [];

    public List<ConfigFinding> Problems { get; } = [];

    /// <summary>Reads the units among the files; null when none of them starts anything.</summary>
    public static UnitCommand? Read(IReadOnlyList<DaemonFile> files)
    {
        // The unit, then its drop-ins by file name, wherever they lie (systemd.unit(5)).
        var units = files.Where(file => file.Kind == DaemonFileKind.Unit && !file.Path.EndsWith(".socket", StringComparison.Ordinal))
            .OrderBy(file => file.Path.EndsWith(".conf", StringComparison.Ordinal))
            .ThenBy(file => file.Path.EndsWith(".conf", StringComparison.Ordinal) ? Path.GetFileName(file.Path) : "", StringComparer.Ordinal);
        var command = new UnitCommand();
        var variables = new List<UnitEntry>();
        var sources = new List<UnitEntry>();
        var unset = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in units.SelectMany(UnitReader.Read).Where(entry => entry.Section == "Service"))
        {
            switch (entry.Key)
            {
                case "ExecStart" when entry.IsReset: command.TakeBack(); break;
                case "ExecStart": command.commands.Add(entry); break;
                case "Environment" when entry.IsReset: variables.Clear(); break;
                case "Environment": variables.Add(entry); break;
                case "UnsetEnvironment": unset.UnionWith(entry.Value.ToString().Split(' ')); break;
                case "EnvironmentFile" when entry.IsReset: sources.Clear(); break;
                case "EnvironmentFile": sources.Add(entry); break;
            }
        }

        if (command.commands.Count == 0) return null;
        command.AddEnvironment(variables, sources, files);
        foreach (var name in unset) command.Environment.Remove(name);
        foreach (var name in unset) command.OwnEnvironment.Remove(name);
        command.PutTogether();
        return command;
    }

    public bool Uses(string variable) => commands.Any(entry =>
        entry.Value.ToString() is var text && (text.Contains("$" + variable, StringComparison.Ordinal) || text.Contains("${" + variable + "}", StringComparison.Ordinal)));

    private void TakeBack()
    {
        replaced.AddRange(commands);
        commands.Clear();
    }

    private void AddEnvironment(List<UnitEntry> variables, List<UnitEntry> sources, IReadOnlyList<DaemonFile> files)
    {
        foreach (var entry in variables)
        {
            foreach (var word in UnitWords.Split(entry.Value, out _))
            {
                var equals = word.ToString().IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0) continue;
                var value = new PlacedText();
                for (var i = equals + 1; i < word.Length; i++)
                {
                    value.Add(word[i], word.At(i));
                    if (word[i] == '%' && i + 1 < word.Length && word[i + 1] == '%') i++;
                }

                var name = word.ToString()[..equals];
                Environment[name] = new(name, value, word.PlaceOf(0)) { Exported = true };
                OwnEnvironment[name] = value.ToString();
            }
        }

        // What the files say replaces what Environment= says.
        foreach (var path in sources.Select(entry => entry.Value.ToString().TrimStart('-')))
        {
            var file = files.FirstOrDefault(f => f.Path == path)
                ?? files.FirstOrDefault(f => f.Kind == DaemonFileKind.Variables && Path.GetFileName(f.Path) == Path.GetFileName(path));
            if (file is null || EnvironmentFiles.Contains(file)) continue;
            EnvironmentFiles.Add(file);
            var list = UnitReader.ReadEnvironment(file);
            if (list.Problem is not null) Problems.Add(list.Problem);
            foreach (var again in list.Items.GroupBy(a => a.Name).Where(g => g.Count() > 1 && VariableFiles.HoldsArguments(g.Key)))
            {
                Problems.Add(new()
                {
                    Severity = ConfigSeverity.Warning,
                    Id = ConfigFindingId.SeveralAssignments,
                    Setting = again.Key,
                    Source = again.Last().Source,
                    Message = $"{again.Key} is assigned {again.Count()} times (lines {string.Join(", ", again.Select(a => a.Source.Line))}); line {again.Last().Source.Line} wins and the others are lost. Write all arguments on one line.",
                });
            }

            foreach (var assignment in list.Items) Environment[assignment.Name] = assignment;
        }
    }

    private void PutTogether()
    {
        Words = UnitWords.Command(commands[^1].Value, Environment, out var closed);
        if (!closed) Problems.Add(UnitReader.Unclosed(commands[^1].Source));
        foreach (var entry in replaced) Replaced.Add(([.. UnitWords.Command(entry.Value, Environment, out _).Skip(1)], commands[^1].Source));
        if (commands.Count == 1) return;
        Problems.Add(new()
        {
            Severity = ConfigSeverity.Error,
            Id = ConfigFindingId.SeveralCommands,
            Source = commands[^1].Source,
            Message = $"There is an ExecStart in {commands[0].Source} already, and systemd refuses a service with two. Write an empty 'ExecStart=' on the line before this one.",
        });
    }
}
