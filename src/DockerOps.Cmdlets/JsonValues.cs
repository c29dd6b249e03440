using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Text.Json;

namespace DockerOps.Cmdlets;

/// <summary>Makes JSON of what a shell's user gives: texts, numbers, switches, lists and tables.</summary>
internal static class JsonValues
{
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the value is none of these.</exception>
    public static JsonElement From(object? value, string name)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer)) Write(writer, value, name, depth: 0);
        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    private static void Write(Utf8JsonWriter writer, object? value, string name, int depth)
    {
        switch (value is PSObject wrapped && wrapped.BaseObject is not PSCustomObject ? wrapped.BaseObject : value)
        {
            case var _ when depth > 20: throw Wrong(name);
            case string text: writer.WriteStringValue(text); break;
            case bool flag: writer.WriteBooleanValue(flag); break;
            case SwitchParameter given: writer.WriteBooleanValue(given.ToBool()); break;
            case byte or short or ushort or int or uint or long: writer.WriteNumberValue(Convert.ToInt64(value.Bare(), CultureInfo.InvariantCulture)); break;
            case double number: writer.WriteNumberValue(number); break;
            case IDictionary table:
                writer.WriteStartObject();
                foreach (DictionaryEntry entry in table) Member(writer, Convert.ToString(entry.Key, CultureInfo.InvariantCulture)!, entry.Value, name, depth);
                writer.WriteEndObject();
                break;
            case PSObject custom:
                writer.WriteStartObject();
                foreach (var property in custom.Properties) Member(writer, property.Name, property.Value, name, depth);
                writer.WriteEndObject();
                break;
            case IEnumerable list:
                writer.WriteStartArray();
                foreach (var item in list) Write(writer, item, name, depth + 1);
                writer.WriteEndArray();
                break;
            case IFormattable other: writer.WriteStringValue(other.ToString(null, CultureInfo.InvariantCulture)); break;
            default: throw Wrong(name);
        }
    }

    private static void Member(Utf8JsonWriter writer, string key, object? value, string name, int depth)
    {
        writer.WritePropertyName(key);
        Write(writer, value, name, depth + 1);
    }

    private static DockerOpsException Wrong(string name) =>
        new(FailureKind.InvalidInput, $"The value of '{name}' is nothing that JSON can hold. To take a setting away, use -Remove.", name);
}
