using System.Text.RegularExpressions;

namespace DockerOps.Containers;

/// <summary>A container whose program cannot be started: it is not there, or may not be executed.</summary>
public static partial class UnstartedProgram
{
    /// <summary>Makes a failure of the engine's answer that says so, and how to give the command where it was one word.</summary>
    /// <param name="failure">What the engine answered.</param>
    /// <param name="target">What the failure is about.</param>
    /// <returns>CommandFailed, or the failure itself where it is another one.</returns>
    public static DockerOpsException Explain(DockerOpsException failure, object? target)
    {
        // The status is 400, 404 or 500. Podman says it when the output is joined already.
        var answer = Answer().Match(failure.Message);
        if (!answer.Success) return failure;
        var program = Escape().Replace(answer.Groups["program"].Value, "$1");
        return new DockerOpsException(FailureKind.CommandFailed, WithAdvice(failure.Message, program), target, failure);
    }

    /// <summary>Adds how to separate the words, where there are several.</summary>
    internal static string WithAdvice(string message, string program) =>
        OneWord.Advice(program) is { } advice ? $"{message.TrimEnd('.')}. {advice}" : message;

    // runc says exec: "cat": executable file not found, crun: executable file `cat` not found.
    [GeneratedRegex("exec: \"(?<program>(?:[^\"\\\\]|\\\\.)*)\"|executable file(?: `(?<program>[^`]*)`)?", RegexOptions.CultureInvariant)]
    private static partial Regex Answer();

    [GeneratedRegex("\\\\([\"\\\\])", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
