namespace DockerOps.Sessions;

/// <summary>Tells of hosts: the ones that are known without asking any, and one with its facts.</summary>
public static class HostList
{
    /// <summary>The open hosts, the default one and those of the Docker contexts, each once. Nothing is connected to.</summary>
    /// <param name="sessions">The open hosts.</param>
    /// <exception cref="DockerOpsException"><c>$DOCKER_HOST</c> or the current Docker context holds something that is no host.</exception>
    public static IReadOnlyList<HostInfo> Known(HostSessions sessions)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var contexts = Contexts();
        return sessions.Open.Select(session => session.Host)
            .Append(DockerHost.Default)
            .Concat(contexts.Keys)
            .Distinct()
            .Select(host => Describe(sessions, host, contexts))
            .ToList();
    }

    /// <summary>One host, as it is known without asking it.</summary>
    /// <inheritdoc cref="Known"/>
    public static HostInfo Find(HostSessions sessions, DockerHost host)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return Describe(sessions, host, Contexts());
    }

    /// <summary>One host with its facts; it is opened if need be.</summary>
    /// <param name="sessions">The open hosts.</param>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Ends the questions.</param>
    /// <exception cref="DockerOpsException">The host cannot be reached, or refuses the login.</exception>
    public static async Task<HostInfo> AskAsync(HostSessions sessions, DockerHost host, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        var session = await sessions.GetAsync(host, cancellation).ConfigureAwait(false);
        var facts = await session.FactsAsync(cancellation).ConfigureAwait(false);
        return Find(sessions, host) with { Facts = facts };
    }

    private static HostInfo Describe(HostSessions sessions, DockerHost host, Dictionary<DockerHost, string> contexts)
    {
        var session = sessions.Open.FirstOrDefault(session => session.Host == host && session.IsAlive);
        return new HostInfo
        {
            DockerHost = host,
            Context = contexts.GetValueOrDefault(host),
            IsDefault = host == Quietly(() => DockerHost.Default),
            IsOpen = session is not null,
            Way = session?.Way,
        };
    }

    private static Dictionary<DockerHost, string> Contexts()
    {
        var hosts = new Dictionary<DockerHost, string>();
        foreach (var name in DockerContexts.Names())
        {
            if (Quietly(() => DockerContexts.Find(name)) is { } host) hosts.TryAdd(host, name);
        }

        return hosts;
    }

    // A damaged context or variable is an error when it is used, not while another host is described.
    private static DockerHost? Quietly(Func<DockerHost?> find)
    {
        try
        {
            return find();
        }
        catch (DockerOpsException)
        {
            return null;
        }
    }
}
