using System.Collections;
using System.Globalization;
using System.Management.Automation;
using System.Net;
using System.Security;

namespace DockerOps.Cmdlets;

/// <summary>
/// Lets a table be given as <c>KEY=VALUE</c> texts too. Values may be secrets (a SecureString is one), so no error repeats them.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyValuesAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var given = inputData.Bare();
        if (given is null) return null;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (given)
        {
            case IDictionary table:
                foreach (DictionaryEntry entry in table) values[Text(entry.Key)] = Text(entry.Value);
                break;
            case string text:
                Add(values, text);
                break;
            case IEnumerable texts:
                foreach (var item in texts) Add(values, Text(item));
                break;
            default:
                throw Wrong();
        }

        return values;
    }

    /// <summary>What <see cref="Transform"/> made of a parameter; empty when it was not given.</summary>
    internal static IReadOnlyDictionary<string, string> Read(IDictionary? parameter) =>
        (IReadOnlyDictionary<string, string>?)parameter ?? new Dictionary<string, string>();

    private static void Add(Dictionary<string, string> values, string text)
    {
        var at = text.IndexOf('=');
        if (at <= 0) throw Wrong();
        values[text[..at]] = text[(at + 1)..];
    }

    private static string Text(object? value) => value.Bare() switch
    {
        SecureString secret => new NetworkCredential("", secret).Password,
        var other => Convert.ToString(other, CultureInfo.InvariantCulture) ?? "",
    };

    private static ArgumentTransformationMetadataException Wrong() => new("Give a table (@{ KEY = 'value' }) or texts of the form KEY=VALUE.");
}
