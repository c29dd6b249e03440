using System.Buffers;

namespace DockerOps.Daemon;

/// <summary>Sets the flags of one option in one document: those that are there get the new values, one by one; the rest comes or goes.</summary>
internal sealed class DaemonFlagEdits(DaemonConfigEditor editor, DaemonOption option, DaemonDocument where)
{
    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(" \t\"'\\$`%;");

    /// <param name="values">One for each flag.</param>
    /// <exception cref="DockerOpsException">InvalidInput: a value cannot stand there. Unsupported: a flag cannot be changed by itself.</exception>
    public void Set(IReadOnlyList<string> values)
    {
        while (Present().LastOrDefault(flag => flag.Place is { IsAssignment: false } && !option.Of(Long(flag.Spelling)).Any(s => s.Takes(editor.Version))) is { } refused) editor.Remove(refused);
        while (Present() is var surplus && surplus.Count > values.Count) editor.Remove(surplus[^1]);
        for (var i = 0; i < values.Count; i++)
        {
            var present = Present();
            if (i >= present.Count) Add(values[i]);
            else if (present[i].Value != values[i]) Change(present[i], values[i]);
        }
    }

    private List<DaemonSetting> Present() => [.. editor.Made(option).Where(s => s.Origin == DaemonSettingOrigin.Flag && editor.Target.DocumentOf(s) == where)];

    private static string Long(string spelling) => spelling.StartsWith("--", StringComparison.Ordinal) || spelling.Length == 2 ? spelling : "-" + spelling;

    private void Change(DaemonSetting flag, string value)
    {
        if (flag.Place is { IsAssignment: true, Value: { } written }) editor.Edit(flag.Source.Path, text => VariableText.Set(text, written, value));
        else if (!value.AsSpan().ContainsAny(NeedQuotes)) editor.Edit(flag.Source.Path, text => FlagText.Set(text, flag, value));
        else if (flag is { Variable: null, Place.Whole: var whole }) editor.Edit(flag.Source.Path, text => whole.Replace(text, Word($"--{flag.Spelling.TrimStart('-')}={value}")));
        else throw Unfit(value, flag.Variable ?? flag.Spelling);
    }

    private void Add(string value)
    {
        var target = editor.Target;
        if (where == DaemonDocument.DropIn)
        {
            var command = UnitCommand.Read(editor.Config.Files)!.Command;
            var end = command.Value.At(command.Value.Length - 1).End;
            var spelling = FlagText.Spelling(option, editor.Version);
            var words = value.AsSpan().ContainsAny(NeedQuotes) && spelling.StartsWith("--", StringComparison.Ordinal)
                ? Word($"{spelling}={value}")
                : FlagText.Write(spelling, option.Kind, value, equals: true);
            editor.Edit(command.Source.Path, text => new TextSpan(end, end).Replace(text, " " + words));
            return;
        }

        var file = target.VariablesFile();
        if (target.IsBoot2Docker && Own(file) is { } own)
        {
            editor.Replace(file, text => VariableText.Add(text, own, value, quoted: false, export: false));
            return;
        }

        var name = target.ArgumentsVariable(file);
        if (value.AsSpan().ContainsAny(NeedQuotes)) throw Unfit(value, name);
        var flag = FlagText.Write(FlagText.Spelling(option, editor.Version), option.Kind, value, UsesEquals(file, name));
        var assigned = target.Read(file).Items.LastOrDefault(a => a.Name == name && a.Written is not null);
        editor.Replace(file, text => assigned is null
            ? VariableText.Add(text, name, flag, quoted: true, export: false)
            : VariableText.Append(text, assigned, flag, shell: !editor.Config.IsSystemd));
    }

    // boot2docker's script gives these two to the engine itself.
    private string? Own(DaemonFile file)
    {
        var name = option.Name switch { "data-root" => "DOCKER_DIR", "storage-driver" => "DOCKER_STORAGE", _ => null };
        return name is not null && (editor.Target.Script?.Text.Contains("$" + name, StringComparison.Ordinal) ?? VariableFiles.IsBoot2Docker(file.Path)) ? name : null;
    }

    private bool UsesEquals(DaemonFile file, string variable) => editor.Config.Settings.Any(s =>
        s.Variable == variable && s.Spelling.StartsWith("--", StringComparison.Ordinal) && s.Place is { Value: { } value } place
        && place.Path == file.Path && file.Text[value.Start - 1] == '=');

    // systemd.service(5), Command Lines: $ and ; mean something to systemd there.
    private static string Word(string text) => UnitDropIn.Word(text).Replace("$", "$$", StringComparison.Ordinal);

    private DockerOpsException Unfit(string value, string variable) => new(
        FailureKind.InvalidInput,
        $"The value of '{option.Name}' cannot stand in {variable}: spaces, quotes, $ and backslashes do not hold together there. From engine 1.10 on it can stand in daemon.json (-Document DaemonJson).",
        value);
}
