namespace DockerOps.BaseImages;

/// <summary>Where a build works: a folder of the host, or of a container of its engine. It ends with this process, however that ends.</summary>
internal interface IBuildPlace
{
    /// <summary>The build's folder there.</summary>
    string Path { get; }

    /// <summary>Whether it is in memory.</summary>
    bool InMemory { get; }

    /// <summary>Its free bytes.</summary>
    long Free { get; }

    /// <summary>The folders of dead builds that were cleared.</summary>
    IReadOnlyList<string> Cleared { get; }

    /// <summary>The ids of the builds that run on the host itself; null where that cannot be told.</summary>
    IReadOnlySet<string>? Live { get; }

    /// <summary>Runs a command that reads a text, and has to succeed.</summary>
    Task SendAsync(IReadOnlyList<string> command, byte[] text, CancellationToken cancellation);

    /// <summary>Runs a command to its end and hands on each line of its output, and of its error output, as it comes: maybe at the same time.</summary>
    /// <returns>The exit code, and a part of the error output.</returns>
    Task<(int Code, string Errors)> FollowAsync(IReadOnlyList<string> command, Action<string> line, Action<string>? error, CancellationToken cancellation);

    /// <summary>Runs a command whose output somebody takes, and that has to succeed.</summary>
    Task TakeAsync(IReadOnlyList<string> command, Func<Stream, Task> take, CancellationToken cancellation);

    /// <summary>Clears the folder and waits for that.</summary>
    /// <returns>What could not be cleared; null when all is.</returns>
    Task<string?> ClearAsync(CancellationToken cancellation);

    /// <summary>Lets what works there end and the folder be cleared; waits only a moment.</summary>
    Task LeaveAsync();
}
