using System.Text.Json.Serialization;

namespace DockerOps.Engine.Wire;

/// <summary>The body of <c>POST /containers/NAME/exec</c>.</summary>
internal sealed record WireExec
{
    public bool? AttachStdin { get; init; }

    public bool AttachStdout { get; init; }

    public bool AttachStderr { get; init; }

    public required IReadOnlyList<string> Cmd { get; init; }

    public IReadOnlyList<string>? Env { get; init; }

    public string? User { get; init; }

    public string? WorkingDir { get; init; }

    public bool? Privileged { get; init; }
}

/// <summary>The body of <c>POST /exec/ID/start</c>.</summary>
internal sealed record WireExecStart
{
    public bool Detach { get; init; }

    public bool Tty { get; init; }
}

/// <summary>The parts of <c>GET /exec/ID/json</c> that are used.</summary>
internal sealed record WireExecDetail
{
    public bool Running { get; init; }

    /// <summary>On Windows up to 0xFFFFFFFF.</summary>
    public long? ExitCode { get; init; }

    /// <summary>The exit code as a process of this machine would have it: 0xC000013A is negative.</summary>
    [JsonIgnore]
    public int? Code => unchecked((int?)ExitCode);

    /// <summary>0 when it could not be started.</summary>
    public int Pid { get; init; }
}
