using System.Collections;
using System.Management.Automation;
using System.Reflection;

namespace DockerOps.Cmdlets;

/// <summary>
/// The words of a command, as a list, one after the other, or both. The shell hands over as words also what it does not know as a
/// parameter, and a host that was misspelt would be the default one: what looks like a parameter of the cmdlet is refused there.
/// </summary>
/// <param name="cmdlet">The cmdlet whose parameters are meant.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CommandWordsAttribute(Type cmdlet) : ArgumentTransformationAttribute
{
    // What other modules call a host.
    private static readonly string[] OfOthers = ["Host", "ComputerName"];

    // What docker run and docker exec begin with by habit.
    private static readonly string[] OfDocker = ["-it", "-ti", "--rm", "--name", "--interactive", "--tty"];

    /// <summary>The cmdlet.</summary>
    public Type Cmdlet { get; } = cmdlet;

    /// <inheritdoc/>
    public override object? Transform(EngineIntrinsics engineIntrinsics, object? inputData)
    {
        var given = inputData.Bare();
        if (given is not IList list) return inputData;
        var words = list.Cast<object?>().SelectMany(Words).ToArray();
        // Gathered by the shell; a list that was typed is an array.
        if (given is List<object>) Check(words);
        return words;
    }

    private static IEnumerable<string> Words(object? item) => item.Bare() switch
    {
        null => throw new ArgumentTransformationMetadataException("One of its words is nothing, as an unset variable is. Write '' for an empty one."),
        IList list => list.Cast<object?>().SelectMany(Words),
        _ => [LanguagePrimitives.ConvertTo<string>(item)],
    };

    private void Check(IReadOnlyList<string> words)
    {
        if (words is [var first, ..] && OfDocker.Contains(first))
            throw new ArgumentTransformationMetadataException(
                $"'{first}' is an option of the docker command, and nothing was run. A command has no terminal here, and see Get-Help for the parameters; if the command begins so, give a list: -Command '{first}', …");
        var parameters = Parameters();
        foreach (var word in words.Where(word => word is ['-', not '-', ..]))
        {
            var list = "-Command " + string.Join(", ", words.Select(each => each == word ? $"'{each}'" : each));
            // The shell has made two words of one.
            if (word.EndsWith(':'))
                throw new ArgumentTransformationMetadataException($"'{word}' and what follows may have been one word. If so, put quotes around it; if not, give them as a list: {list}");
            var name = word[1..];
            if (parameters.Contains(name)) continue;
            var meant = OfOthers.Contains(name, StringComparer.OrdinalIgnoreCase) ? "DockerHost" : parameters.FirstOrDefault(parameter => IsLike(name, parameter));
            if (meant is not null)
                throw new ArgumentTransformationMetadataException($"'{word}' is no parameter, and nothing was run. If -{meant} is meant, write that; if it belongs to the command, give a list: {list}");
        }
    }

    private HashSet<string> Parameters() =>
        Cmdlet.GetProperties().Where(property => property.IsDefined(typeof(ParameterAttribute))).Select(property => property.Name)
            .Concat(PSCmdlet.CommonParameters).Concat(PSCmdlet.OptionalCommonParameters).ToHashSet(StringComparer.OrdinalIgnoreCase);

    private static bool IsLike(string name, string parameter) => parameter.Length >= 5 && Distance(name.ToUpperInvariant(), parameter.ToUpperInvariant()) <= (parameter.Length < 8 ? 1 : 2);

    // How many letters are missing, too many, wrong, or changed places with the next.
    private static int Distance(string one, string other)
    {
        var steps = new int[one.Length + 1, other.Length + 1];
        for (var i = 0; i <= one.Length; i++)
        {
            for (var j = 0; j <= other.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    steps[i, j] = i + j;
                    continue;
                }

                var wrong = one[i - 1] == other[j - 1] ? 0 : 1;
                steps[i, j] = Math.Min(Math.Min(steps[i - 1, j], steps[i, j - 1]) + 1, steps[i - 1, j - 1] + wrong);
                if (i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1]) steps[i, j] = Math.Min(steps[i, j], steps[i - 2, j - 2] + 1);
            }
        }

        return steps[one.Length, other.Length];
    }
}
