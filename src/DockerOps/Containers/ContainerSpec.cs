using System.Net;

namespace DockerOps.Containers;

/// <summary>A container that is to be made.</summary>
public sealed record ContainerSpec
{
    /// <summary>The image's name or id.</summary>
    public required string Image { get; init; }

    /// <summary>The container's name; null leaves it to the engine.</summary>
    public string? Name { get; init; }

    /// <summary>Program and arguments, or arguments to the image's entry point; they arrive exactly as given. Empty: the image's own.</summary>
    public IReadOnlyList<string> Command { get; init; } = [];

    /// <summary>The program that gets the command as its arguments; null: the image's own.</summary>
    public IReadOnlyList<string>? Entrypoint { get; init; }

    /// <summary>Environment variables beside the image's own. Their values are never shown.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What to mount.</summary>
    public IReadOnlyList<VolumeSpec> Volumes { get; init; } = [];

    /// <summary>Addresses of name servers; empty: the host's own.</summary>
    public IReadOnlyList<string> Dns { get; init; } = [];

    /// <summary>Labels beside the image's own.</summary>
    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    /// <summary>Where the engine writes the output: <c>json-file</c>, <c>journald</c>, <c>none</c>…; null: as the daemon is configured.</summary>
    public string? LogDriver { get; init; }

    /// <summary>The driver's options.</summary>
    public IReadOnlyDictionary<string, string> LogOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The user, <c>name</c> or <c>uid</c>, either with <c>:group</c>; null: the image's own.</summary>
    public string? User { get; init; }

    /// <summary>The folder to start in, absolute; null: the image's own.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>The name the container knows itself by; null: its short id.</summary>
    public string? HostName { get; init; }

    /// <summary>The network: <c>bridge</c>, <c>host</c>, <c>none</c>, or one's name; null: the engine's own choice.</summary>
    public string? Network { get; init; }

    /// <summary>Whether its program reads what is written to the first who attaches, and sees the end of it when that one goes away.</summary>
    internal bool ReadsInput { get; init; }

    /// <summary>Finds what no engine would take, before any is asked.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>.</exception>
    public void Check()
    {
        _ = ImageReference.Parse(Image);
        _ = Name is null ? "" : ContainerRequests.Path(Name, "");
        foreach (var server in Dns)
        {
            if (!IPAddress.TryParse(server, out _))
                throw new DockerOpsException(FailureKind.InvalidInput, $"'{server}' is not the address of a name server.", server);
        }

        // The value stays out of the message: it may be a secret.
        foreach (var (key, value) in Environment)
        {
            if (key.Length == 0 || key.AsSpan().ContainsAny('=', '\0') || value.Contains('\0'))
                throw new DockerOpsException(
                    FailureKind.InvalidInput,
                    $"The environment variable '{key}' cannot be set: a name is not empty, has no '=', and no zero byte stands anywhere.", key);
        }

        if (WorkingDirectory is { } folder && !folder.StartsWith('/'))
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{folder}' is no absolute path in the container.", folder);
        if (LogDriver is null && LogOptions.Count > 0)
            throw new DockerOpsException(FailureKind.InvalidInput, "Options for a log driver need the driver's name as well.", LogOptions.Keys.First());
    }
}
