namespace DockerOps.Daemon;

/// <summary>How a configuration is changed.</summary>
public sealed record DaemonConfigOptions
{
    /// <summary>The document that new settings go to; null chooses: where the setting is already, else where its neighbours are.</summary>
    public DaemonDocument? Document { get; init; }

    /// <summary>Whether lists and maps get the values beside those they have.</summary>
    public bool Append { get; init; }

    /// <summary>Whether several lines of one variable become one, and what nobody reads is moved to where it is read.</summary>
    public bool Merge { get; init; }

    /// <summary>Whether the engine is left as it runs: the files are written and checked, no more.</summary>
    public bool NoRestart { get; init; }

    /// <summary>Whether the data goes along to a new data root.</summary>
    public bool MoveData { get; init; }

    /// <summary>Whether the old data root is removed once the engine runs on the new one.</summary>
    public bool RemoveOld { get; init; }

    /// <summary>Whether the engine may lose sight of its data, or of the socket that it is reached by.</summary>
    public bool Force { get; init; }

    /// <summary>How long the engine may take to stop, and to answer after its start.</summary>
    public TimeSpan Timeout { get; init; } = EngineService.DefaultTimeout;

    /// <summary>A folder of this machine with <c>ca.pem</c>, <c>server-cert.pem</c> and <c>server-key.pem</c> for the engine; null for none.</summary>
    public string? TlsSource { get; init; }
}
