using System.Text;
using System.Text.Json;

namespace DockerOps.Daemon;

/// <summary>
/// A daemon.json with the place of every key. The engine's rules (moby, daemon/config/config.go): a byte order mark and an empty file
/// are taken, nothing may follow the object, of a key that comes twice the last counts, and an object that is no map of its own
/// (<c>proxies</c>) only groups its members.
/// </summary>
internal sealed class DaemonJson
{
    private readonly DaemonFile file;
    private readonly byte[] bytes;
    private readonly int[] lineStarts;
    private readonly List<DaemonJsonMember> members = [];

    private DaemonJson(DaemonFile file)
    {
        this.file = file;
        bytes = Encoding.UTF8.GetBytes(file.Text.TrimStart('\uFEFF'));
        lineStarts = [0, .. Enumerable.Range(0, bytes.Length).Where(i => bytes[i] == '\n').Select(i => i + 1)];
    }

    /// <summary>The keys that make settings, in order; none when the text is not valid.</summary>
    public IReadOnlyList<DaemonJsonMember> Members => members;

    /// <summary>What is wrong with the text, or null.</summary>
    public ConfigFinding? Problem { get; private set; }

    public static DaemonJson Read(DaemonFile file)
    {
        var json = new DaemonJson(file);
        if (json.bytes.AsSpan().Trim(" \t\r\n"u8).IsEmpty) return json;
        try
        {
            json.ReadTop();
        }
        catch (JsonException e)
        {
            json.members.Clear();
            json.Problem = json.Wrong(e);
        }
        catch (InvalidOperationException)
        {
            // What the reader says of escapes that are half a character.
            json.members.Clear();
            json.Problem = json.Finding(1, 1, "a text in it is none");
        }

        return json;
    }

    private void ReadTop()
    {
        var reader = new Utf8JsonReader(bytes);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject) ReadMembers(ref reader, group: null);
        else Problem = Finding(1, 1, "it has to be one object in braces");
        while (reader.Read())
        {
            // To the end, so that what must not follow the value is noticed.
        }
    }

    private void ReadMembers(ref Utf8JsonReader reader, string? group)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var key = reader.GetString()!;
            var place = Place(reader.TokenStartIndex);
            reader.Read();
            if (group is null && reader.TokenType == JsonTokenType.StartObject && DaemonOptions.Find(key) is not { Kind: DaemonOptionKind.Map })
                ReadMembers(ref reader, key);
            else
                members.Add(new(key, group is null ? key : group + "." + key, place, reader.TokenType, Items(ref reader)));
        }
    }

    private List<DaemonJsonItem> Items(ref Utf8JsonReader reader)
    {
        var items = new List<DaemonJsonItem>();
        switch (reader.TokenType)
        {
            case JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) items.Add(Item(ref reader, name: null));
                break;
            case JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var name = reader.GetString();
                    reader.Read();
                    items.Add(Item(ref reader, name));
                }

                break;
            default:
                items.Add(Item(ref reader, name: null));
                break;
        }

        return items;
    }

    private DaemonJsonItem Item(ref Utf8JsonReader reader, string? name)
    {
        var type = reader.TokenType;
        var start = reader.TokenStartIndex;
        string text;
        if (type == JsonTokenType.String)
        {
            text = reader.GetString()!;
        }
        else
        {
            reader.Skip();
            text = Encoding.UTF8.GetString(bytes.AsSpan((int)start, (int)(reader.BytesConsumed - start)));
            if (type is JsonTokenType.StartArray or JsonTokenType.StartObject) text = Compact(text);
        }

        return new(name, text, type, Place(start));
    }

    private static string Compact(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    private DaemonSource Place(long at)
    {
        var line = Array.BinarySearch(lineStarts, (int)at);
        return new(file.Path, line >= 0 ? line + 1 : ~line);
    }

    private ConfigFinding Wrong(JsonException e)
    {
        var line = (int)(e.LineNumber ?? 0);
        var start = lineStarts[Math.Min(line, lineStarts.Length - 1)];
        var count = (int)Math.Min(e.BytePositionInLine ?? 0, bytes.Length - start);
        var reason = e.Message.Split(" LineNumber:")[0].TrimEnd('.', ' ');
        return Finding(line + 1, Encoding.UTF8.GetCharCount(bytes, start, count) + 1, reason);
    }

    private ConfigFinding Finding(int line, int column, string reason) => new()
    {
        Severity = ConfigSeverity.Error,
        Id = ConfigFindingId.InvalidJson,
        Source = new DaemonSource(file.Path, line),
        Message = $"'{file.Path}' is no valid JSON at line {line}, column {column}: {reason}. The engine does not start with it.",
    };
}
