namespace DockerOps;

/// <summary>What a command did: on a host, or in a container.</summary>
public sealed record CommandResult
{
    /// <summary>The host it ran on.</summary>
    public required DockerHost DockerHost { get; init; }

    /// <summary>The command and its arguments, as given.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>The exit code.</summary>
    public required int ExitCode { get; init; }

    /// <summary>Standard output, decoded as UTF-8.</summary>
    public required string Output { get; init; }

    /// <summary>Standard error, decoded as UTF-8.</summary>
    public required string ErrorOutput { get; init; }

    /// <summary>How long it ran.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The container it ran in; null for a command on the host itself.</summary>
    public string? Container { get; init; }

    /// <summary>Whether the exit code is zero.</summary>
    public bool Success => ExitCode == 0;

    /// <summary>The output's lines, without line ends.</summary>
    public IReadOnlyList<string> Lines =>
        Output.Length == 0 ? [] : Output.TrimEnd('\n').Split('\n').Select(line => line.TrimEnd('\r')).ToList();

    /// <summary>Makes a failure of a command that did not succeed.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.CommandFailed"/>, with the command's last words.</exception>
    public void ThrowIfFailed()
    {
        if (Success) return;
        var last = ErrorOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(5);
        throw new DockerOpsException(
            FailureKind.CommandFailed, $"'{Command[0]}' on '{Container ?? DockerHost.Address}' ended with exit code {ExitCode}: {string.Join(' ', last)}".TrimEnd(' ', ':'), Command[0]);
    }

    /// <summary>The output, without its last line end: what an assignment in a shell would keep.</summary>
    public override string ToString() => Output.TrimEnd('\r', '\n');
}
