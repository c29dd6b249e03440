using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Images.Transfer;

/// <summary>One end of a copy. It is opened again for every attempt, so that a connection that broke is made anew.</summary>
public sealed class CopyEnd
{
    private readonly Func<CancellationToken, Task<(EngineClient, HostShell?)>> open;

    internal CopyEnd(DockerHost host, Func<CancellationToken, Task<(EngineClient, HostShell?)>> open)
    {
        Host = host;
        this.open = open;
    }

    /// <summary>The host.</summary>
    public DockerHost Host { get; }

    /// <summary>A host among the open sessions.</summary>
    /// <param name="sessions">The sessions; the host's is opened when it is first needed.</param>
    /// <param name="host">The host.</param>
    public static CopyEnd Of(HostSessions sessions, DockerHost host)
    {
        ArgumentNullException.ThrowIfNull(sessions);
        return new(host, async stop =>
        {
            var session = await sessions.GetAsync(host, stop).ConfigureAwait(false);
            return (session.Engine, session.HasShell ? session.Shell : null);
        });
    }

    /// <summary>An engine without a shell: its layers come from its archive alone.</summary>
    internal static CopyEnd Of(EngineClient engine) => new(engine.Host, _ => Task.FromResult((engine, (HostShell?)null)));

    internal Task<(EngineClient Engine, HostShell? Shell)> OpenAsync(CancellationToken cancellation) => open(cancellation);
}
