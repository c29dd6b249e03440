using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>
/// Makes the files of a configuration as they would have to be, one change after the other, each read again before the next. What a
/// change does not mean stays as it is written.
/// </summary>
internal sealed class DaemonConfigEditor
{
    private readonly DaemonConfig before;
    private readonly DaemonFacts facts;
    private readonly Version version;
    private readonly bool isBoot2Docker;
    private readonly Dictionary<string, string?> unitVariables = new(StringComparer.Ordinal);
    private DaemonTarget target;

    /// <param name="config">The configuration as it is.</param>
    /// <param name="isBoot2Docker">Whether the host is a boot2docker.</param>
    public DaemonConfigEditor(DaemonConfig config, bool isBoot2Docker)
    {
        before = config;
        this.isBoot2Docker = isBoot2Docker;
        facts = new(config.DockerHost, config.EngineVersion, config.IsSystemd, config.HasSocketUnit);
        version = config.EngineVersion is null ? new(int.MaxValue, 0) : EngineRelease.Parse(config.EngineVersion);
        target = new(config, version, isBoot2Docker);
    }

    /// <summary>The configuration as it would be now.</summary>
    public DaemonConfig Config => target.Config;

    /// <summary>The files as they would have to be. A file that would be empty and is not there yet is left out.</summary>
    public DaemonConfig Finish()
    {
        var files = UnitDropIn.Carry(before.Files, Config.Files, unitVariables);
        return DaemonConfigBuilder.Build([.. files.Where(file => file.Text.Length > 0 || before.Files.Any(old => old.Path == file.Path))], facts);
    }

    /// <summary>Sets or removes a setting.</summary>
    /// <param name="change">The wish.</param>
    /// <param name="document">Where it is to stand; null leaves it where it is, or chooses.</param>
    /// <exception cref="DockerOpsException">InvalidInput: no such option, or no such value. NotFound: nothing to remove. Unsupported: it is written so that it cannot be changed by itself.</exception>
    public void Apply(DaemonChange change, DaemonDocument? document)
    {
        if (change.Value is not { } given)
        {
            RemoveEverywhere(change);
            return;
        }

        var option = change.Option ?? throw new DockerOpsException(
            FailureKind.InvalidInput, $"No engine up to {DaemonOptions.Newest} knows a setting '{change.Name}'. Tab completes the names; Get-Help Set-DockerDaemonConfig tells where they are listed.", change.Name);
        if (!option.Spellings.Any(s => s.Takes(version)))
        {
            // Before 23.0 the environment was the only place for them.
            if (option.Name is "http-proxy" or "https-proxy" or "no-proxy")
            {
                Apply(change with { Name = option.Name.Replace('-', '_').ToUpperInvariant() }, document);
                return;
            }

            var (since, until) = (option.Spellings.Min(s => s.Since), option.Spellings.Max(s => s.Until));
            throw new DockerOpsException(
                FailureKind.InvalidInput, $"Engine {Config.EngineVersion} has no '{option.Name}': it came with {since}{(until is null ? "" : $" and went with {until}")}.", change.Name);
        }

        var value = DaemonValue.Normalize(option, given);
        var where = document ?? target.Choose(option);
        if (option.Kind == DaemonOptionKind.Variable && where == DaemonDocument.DaemonJson) where = Config.IsSystemd ? DaemonDocument.DropIn : DaemonDocument.Variables;
        if (where == DaemonDocument.DropIn && !Config.IsSystemd)
            throw new DockerOpsException(FailureKind.InvalidInput, $"No systemd starts the engine of '{Config.DockerHost}', so a drop-in has no effect there.", change.Name);
        while (Made(option).LastOrDefault(s => target.DocumentOf(s) != where && !IsUnitVariable(s)) is { } elsewhere) Remove(elsewhere);
        if (where == DaemonDocument.DaemonJson) SetKey(option, value);
        else if (option.Kind == DaemonOptionKind.Variable) SetVariable(option, value.GetString()!, where);
        else new DaemonFlagEdits(this, option, where).Set(DaemonValue.Flags(option, value));
    }

    /// <summary>Writes several lines of one variable on one, and moves what stands in a variable that nobody reads to the one that is read.</summary>
    public void Merge()
    {
        foreach (var path in Config.Files.Where(f => f.Kind == DaemonFileKind.Variables && target.IsRead(f)).Select(f => f.Path).ToList())
            while (Config.Files.First(f => f.Path == path) is var file && DaemonMerge.Step(target, file) is { } text) Replace(file, text);
    }

    internal DaemonTarget Target => target;

    internal Version Version => version;

    /// <summary>The places that a setting is made at, and that count.</summary>
    internal IEnumerable<DaemonSetting> Made(DaemonOption option) => Config.Settings.Where(s => s.Name == option.Name && target.IsUsed(s));

    internal void Edit(string path, Func<string, string> edit) => Replace(Config.Files.First(file => file.Path == path), edit);

    internal void Replace(DaemonFile file, Func<string, string> edit) => Replace(file, edit(file.Text));

    internal void Remove(DaemonSetting setting)
    {
        if (setting.Origin == DaemonSettingOrigin.File)
        {
            Edit(setting.Source.Path, text => DaemonJsonText.Remove(text, setting.Spelling.Split('.', 2)));
        }
        else if (IsUnitVariable(setting))
        {
            unitVariables[setting.Name] = null;
        }
        else if (setting.Place is { IsAssignment: true } place)
        {
            Edit(place.Path, text => VariableText.Remove(text, place));
        }
        else
        {
            Edit(setting.Source.Path, text => FlagText.Remove(text, setting, Within(setting, text)));
        }
    }

    private void Replace(DaemonFile file, string text)
    {
        if (Config.Files.Any(f => f.Path == file.Path) && text == file.Text) return;
        List<DaemonFile> files = [.. Config.Files.Select(f => f.Path == file.Path ? f with { Text = text } : f)];
        if (files.All(f => f.Path != file.Path)) files.Add(file with { Text = text });
        target = target with { Config = DaemonConfigBuilder.Build(files, facts) };
    }

    // A flag in a variable ends where the variable's value does.
    private TextSpan Within(DaemonSetting flag, string text)
    {
        var file = Config.Files.First(f => f.Path == flag.Source.Path);
        var holder = file.Kind == DaemonFileKind.Variables && flag.Place is { } place
            ? target.Read(file).Items.LastOrDefault(a => a.Written is { } written && written.Start <= place.Whole.Start && place.Whole.End <= written.End)
            : null;
        return holder?.Written ?? new(0, text.Length);
    }

    private static bool IsUnitVariable(DaemonSetting setting) => setting is { Origin: DaemonSettingOrigin.Environment, Place: null };

    private void RemoveEverywhere(DaemonChange change)
    {
        bool Meant(DaemonSetting s) => (target.IsUsed(s) && (s.Name == change.Setting || s.Name == "--" + change.Name))
            || (s.Origin == DaemonSettingOrigin.File && s.Spelling == change.Name);
        if (change.Option is null && !Config.Settings.Any(Meant))
            throw new DockerOpsException(FailureKind.NotFound, $"'{change.Name}' is no setting of any engine, and none of the files has it.", change.Name);
        while (Config.Settings.LastOrDefault(s => Meant(s) && !(IsUnitVariable(s) && unitVariables.ContainsKey(s.Name))) is { } found) Remove(found);
    }

    private void SetKey(DaemonOption option, JsonElement value)
    {
        var key = option.For(version, inFile: true) ?? throw new DockerOpsException(
            FailureKind.InvalidInput, $"'{option.Name}' cannot stand in daemon.json of an engine {Config.EngineVersion}; only a flag or a variable can set it.", option.Name);
        string[] path = key is "http-proxy" or "https-proxy" or "no-proxy" ? ["proxies", key] : [key];
        foreach (var other in Made(option).Select(s => s.Spelling).Distinct().ToList())
        {
            var written = other.Split('.', 2);
            if (written.SequenceEqual(path)) continue;
            if (option.Of(written[^1]).Any(s => s.Takes(version)) && written.Length == path.Length) path = written;
            else Edit(target.JsonPath, text => DaemonJsonText.Remove(written.Length == path.Length ? DaemonJsonText.Rename(text, written, path[^1]) : text, written));
        }

        var file = Config.Files.FirstOrDefault(f => f.Path == target.JsonPath) ?? new(target.JsonPath, DaemonFileKind.DaemonJson, "");
        Replace(file, text => DaemonJsonText.Set(text, path, value));
    }

    private void SetVariable(DaemonOption option, string value, DaemonDocument where)
    {
        if (where == DaemonDocument.DropIn)
        {
            unitVariables[option.Name] = value;
            return;
        }

        var handed = Config.IsSystemd || (target.Script?.Text.Contains("export " + option.Name, StringComparison.Ordinal) ?? false);
        if (Made(option).LastOrDefault(s => s.Place is not null) is not { Place: { Value: { } written } place } old)
        {
            Replace(target.VariablesFile(), text => VariableText.Add(text, option.Name, value, quoted: false, export: !handed));
            return;
        }

        // From the back, so that the places in front of it stay true.
        Edit(place.Path, text => VariableText.Set(text, written, value));
        if (!old.ReachesEngine && !handed) Edit(place.Path, text => new TextSpan(place.Whole.Start, place.Whole.Start).Replace(text, "export "));
    }
}
