namespace DockerOps.Hosts;

/// <summary>Where on a host something will be written, and what is there now.</summary>
internal sealed class HostTarget
{
    private readonly DockerHost host;
    private readonly string? parent;
    private readonly long free;

    private HostTarget(DockerHost host, string path, IReadOnlyDictionary<string, string> facts)
    {
        this.host = host;
        Path = path;
        IsFolder = facts.GetValueOrDefault("is") == "folder";
        IsFile = facts.GetValueOrDefault("is") == "file";
        Partial = HostFile.Number(facts, "partial", 0);
        parent = facts.GetValueOrDefault("parent");
        free = HostFile.Number(facts, "free", long.MaxValue / 1024) * 1024;
    }

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Whether a folder of that name is there.</summary>
    public bool IsFolder { get; }

    /// <summary>Whether something else of that name is there.</summary>
    public bool IsFile { get; }

    /// <summary>Bytes that an earlier copy has left beside it.</summary>
    public long Partial { get; }

    /// <summary>Looks, changing nothing.</summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="destination">The path, or an existing folder to put it in; a relative path counts from the user's home.</param>
    /// <param name="name">Its name in such a folder.</param>
    /// <param name="cancellation">Ends the look.</param>
    /// <exception cref="DockerOpsException">NotPermitted, Unreachable, CommandFailed.</exception>
    public static async Task<HostTarget> FindAsync(HostShell shell, string destination, string name, CancellationToken cancellation)
    {
        var target = HostFileScripts.Safe(destination);
        var facts = await HostFile.FactsAsync(shell, destination, HostFileScripts.LookAtTarget(target, name), cancellation).ConfigureAwait(false);

        // Only the host knows what is a folder there. A name may hold line ends and does not come back in what it prints.
        return new(shell.Host, facts.GetValueOrDefault("to") switch
        {
            "file" => target,
            "folder" => target.EndsWith('/') ? target + name : target + "/" + name,
            _ => throw HostFile.Explain(shell.Host, destination, ""),
        }, facts);
    }

    /// <summary>The failure of something that may not be replaced.</summary>
    public DockerOpsException Exists() =>
        new(FailureKind.Conflict, $"'{Path}' exists already on '{host}'. Use -Force to replace it, or another name.", Path);

    /// <summary>Sees that something can be made there.</summary>
    /// <exception cref="DockerOpsException">NotFound: the folder above. NotPermitted.</exception>
    public void ThrowIfClosed()
    {
        if (parent == "missing") throw new DockerOpsException(FailureKind.NotFound, $"There is no folder on '{host}' to write '{Path}' in.", Path);
        if (parent == "denied") throw HostFile.Denied(host, Path);
    }

    /// <summary>Sees that there is room.</summary>
    /// <exception cref="DockerOpsException">NoSpace.</exception>
    public void ThrowIfTooSmall(long needed)
    {
        if (free < needed) throw new DockerOpsException(FailureKind.NoSpace, $"'{Path}' needs {needed:N0} bytes, and {free:N0} are free there on '{host}'.", Path);
    }
}
