namespace DockerOps.Daemon;

/// <summary>
/// Our own drop-in of the engine's unit. Nobody else's unit is ever written: what would have to be changed in one is said again here,
/// and the drop-in's name makes systemd read it last (systemd.unit(5)).
/// </summary>
internal static class UnitDropIn
{
    /// <summary>The drop-in.</summary>
    public const string Path = "/etc/systemd/system/docker.service.d/zz-dockerops.conf";

    private const string Head = "# Written by Set-DockerDaemonConfig of DockerOps.\n";

    /// <summary>Gives every unit but ours its text back, and ours what they differ in.</summary>
    /// <param name="before">The files as they are.</param>
    /// <param name="after">The files as they would have to be.</param>
    /// <param name="variables">Variables of the engine's environment to set; null takes one away.</param>
    /// <returns>The files. Ours is empty when it has nothing to say.</returns>
    public static IReadOnlyList<DaemonFile> Carry(IReadOnlyList<DaemonFile> before, IReadOnlyList<DaemonFile> after, IReadOnlyDictionary<string, string?> variables)
    {
        if (UnitCommand.Read(after) is not { } wanted) return after;
        if (variables.Count == 0 && after.All(file => file.Kind != DaemonFileKind.Unit || before.Any(old => old.Path == file.Path && old.Text == file.Text))) return after;
        List<DaemonFile> files = [.. after.Where(file => file.Path != Path).Select(file => file.Kind != DaemonFileKind.Unit ? file : before.First(old => old.Path == file.Path))];
        var others = UnitCommand.Read(files);
        var lines = new List<string>();
        if (others is null || others.Command.Value.ToString() != wanted.Command.Value.ToString() || others.HasSeveral)
            lines.AddRange(["ExecStart=", "ExecStart=" + wanted.Command.Value]);

        var environment = new Dictionary<string, string>(wanted.OwnEnvironment);
        foreach (var (name, value) in variables)
        {
            if (value is null) environment.Remove(name);
            else environment[name] = value;
        }

        var theirs = others?.OwnEnvironment ?? [];
        lines.AddRange(environment.Where(e => theirs.GetValueOrDefault(e.Key) != e.Value).Select(e => $"Environment={Word($"{e.Key}={e.Value}")}"));
        lines.AddRange(theirs.Keys.Where(name => !environment.ContainsKey(name)).Select(name => "UnsetEnvironment=" + name));
        var own = before.FirstOrDefault(file => file.Path == Path);
        var text = Write(own?.Text ?? "", lines);
        if (text.Length > 0 || own is not null) files.Add(new(Path, DaemonFileKind.Unit, text));
        return files;
    }

    /// <summary>A word of a unit's line (systemd.syntax(7), Quoting; systemd.unit(5), Specifiers).</summary>
    public static string Word(string text)
    {
        text = text.Replace("%", "%%", StringComparison.Ordinal);
        return text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "_-./:,@%+=".Contains(c, StringComparison.Ordinal))
            ? text
            : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
    }

    // Our lines in place of the old ones; what somebody has added stays.
    private static string Write(string text, List<string> lines)
    {
        List<string> kept = [.. text.Split('\n').Where(line => !Ours(line))];
        var at = kept.FindIndex(line => line.Trim() == "[Service]");
        if (lines.Count > 0 && at < 0) return $"{(text.Length == 0 ? Head : text.TrimEnd('\n') + "\n\n")}[Service]\n{string.Join('\n', lines)}\n";
        if (lines.Count > 0) kept.InsertRange(at + 1, lines);
        var made = string.Join('\n', kept);
        return made.Replace(Head, "", StringComparison.Ordinal).Trim() == "[Service]" ? "" : made;
    }

    private static bool Ours(string line) => line.Split('=')[0].Trim() is "ExecStart" or "Environment" or "UnsetEnvironment";
}
