using DockerOps.Hosts;
using DockerOps.Sessions;

namespace DockerOps.Rpm;

/// <summary>What a change of repositories asks of a host.</summary>
internal static class YumHost
{
    public static async Task<HostShell> RootAsync(HostSession session, HostFacts facts, CancellationToken cancellation)
    {
        if (facts.Privilege == Privilege.None)
        {
            throw new DockerOpsException(
                FailureKind.NotPermitted, $"'{facts.User}' on '{session.Host}' is not root, and sudo needs a password there or is missing.", session.Host);
        }

        return await session.Shell.AsRootAsync(cancellation).ConfigureAwait(false);
    }

    /// <summary>Whether the host writes its .repo files itself, from the e-smith database.</summary>
    public static bool HasDatabase(HostFacts facts) => facts.InitSystem == InitSystem.ESmith || facts.Distribution == "sme";
}
