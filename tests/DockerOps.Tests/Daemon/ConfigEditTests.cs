using System.Text.Json;
using System.Text.Json.Nodes;
using DockerOps.Daemon;
using FsCheck.Xunit;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>Holds for any file: what a change does not mean stays to the letter.</summary>
[Properties(Arbitrary = [typeof(ConfigTexts)], MaxTest = 300)]
public sealed class ConfigEditTests
{
    private const string Sysconfig = "/etc/sysconfig/docker";

    [Property]
    public void A_json_key_that_is_set_has_its_value_and_the_others_theirs(JsonCase given)
    {
        var text = DaemonJsonText.Set(given.Text, [given.Name], given.Value);

        var (was, now) = (Parse(given.Text), Parse(text));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(given.Value.GetRawText()), now[given.Name]), text);
        was.Remove(given.Name);
        now.Remove(given.Name);
        Assert.True(JsonNode.DeepEquals(was, now), text);
        Assert.Equal(text, DaemonJsonText.Set(text, [given.Name], given.Value));
    }

    [Property]
    public void A_json_key_that_is_added_and_removed_leaves_the_text_as_it_was(JsonCase given)
    {
        var without = DaemonJsonText.Remove(given.Text, [given.Name]);
        Assert.False(Parse(without).ContainsKey(given.Name));
        Assert.Equal(without, DaemonJsonText.Remove(DaemonJsonText.Set(without, [given.Name], given.Value), [given.Name]));
        if (!Parse(given.Text).ContainsKey(given.Name)) Assert.Equal(given.Text, without);
    }

    [Property]
    public void A_json_key_that_has_the_value_already_changes_nothing(JsonCase given)
    {
        foreach (var member in JsonDocument.Parse(given.Text.TrimStart('\uFEFF')).RootElement.EnumerateObject())
            Assert.Equal(given.Text, DaemonJsonText.Set(given.Text, [member.Name], member.Value));
    }

    [Property]
    public void A_json_key_changes_no_other_line(JsonCase given)
    {
        var text = DaemonJsonText.Set(given.Text, ["x-new"], given.Value);
        var (start, end) = Common(given.Text, text);
        Assert.Equal(given.Text.Length, start + end);
    }

    [Property]
    public void Reading_and_writing_is_the_identity(VariableCase given) => Assert.Equal(given.Text, Editor(given).Finish().Files.Single().Text);

    [Property]
    public void A_flag_that_is_set_has_its_value_and_the_others_theirs(VariableCase given)
    {
        var before = Editor(given).Config;
        var after = Set(given);

        var option = DaemonOptions.Find(given.Name)!;
        Assert.Equal(DaemonValue.Flags(option, given.Value), Values(after, given.Name));
        Assert.Equal(Others(before, given.Name), Others(after, given.Name));
        Assert.DoesNotContain(ConfigFindingId.UnexpectedArgument, after.Ids("1.9"));
        Assert.Equal(after.Files.Single().Text, Set(given with { Text = after.Files.Single().Text }).Files.Single().Text);
    }

    [Property]
    public void A_flag_that_is_added_and_removed_leaves_the_text_as_it_was(VariableCase given)
    {
        if (Values(Editor(given).Config, given.Name).Count > 0) return;
        var set = Set(given).Files.Single().Text;
        Assert.Equal(given.Text, Removed(given with { Text = set }));
    }

    [Property]
    public void A_flag_that_is_removed_takes_nothing_with_it(VariableCase given)
    {
        var before = Editor(given).Config;
        var editor = Editor(given);
        editor.Apply(new(given.Name, null), null);
        Assert.Empty(Values(editor.Config, given.Name));
        Assert.Equal(Others(before, given.Name), Others(editor.Config, given.Name));
    }

    [Property]
    public void A_variable_is_added_and_removed_again(VariableCase given)
    {
        var editor = Editor(given);
        editor.Apply(new("DOCKER_TMPDIR", JsonSerializer.SerializeToElement("/tmp/a b")), null);
        Assert.Equal("/tmp/a b", editor.Config.Effective("DOCKER_TMPDIR"));
        editor.Apply(new("DOCKER_TMPDIR", null), null);
        Assert.Equal(given.Text, editor.Finish().Files.Single().Text);
    }

    private static DaemonConfigEditor Editor(VariableCase given) =>
        new(ConfigText.Build(new DaemonFacts(null, "1.9", false, null), (Sysconfig, given.Text)), isBoot2Docker: false);

    private static DaemonConfig Set(VariableCase given)
    {
        var editor = Editor(given);
        editor.Apply(new(given.Name, given.Value), null);
        return editor.Finish();
    }

    private static string Removed(VariableCase given)
    {
        var editor = Editor(given);
        editor.Apply(new(given.Name, null), null);
        return editor.Finish().Files.Single().Text;
    }

    private static List<string> Values(DaemonConfig config, string name) => [.. config.Settings.Where(s => s.Name == name && s.Effective).Select(s => s.Value)];

    private static List<string> Others(DaemonConfig config, string name) => [.. config.Settings.Where(s => s.Name != name).Select(s => $"{s.Spelling} {s.Value} {s.Effective}")];

    private static JsonObject Parse(string text) => JsonNode.Parse(text.TrimStart('\uFEFF'))!.AsObject();

    // The characters that two texts begin and end with alike.
    private static (int Start, int End) Common(string a, string b)
    {
        var start = a.Zip(b).TakeWhile(pair => pair.First == pair.Second).Count();
        var end = a.Skip(start).Reverse().Zip(b.Skip(start).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return (start, end);
    }
}
