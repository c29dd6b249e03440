using System.Management.Automation;
using System.Management.Automation.Runspaces;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets;

/// <summary>The process's open hosts. They close when no runspace has the module any more, or the process ends.</summary>
public sealed class OpenHosts : IModuleAssemblyInitializer, IModuleAssemblyCleanup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Runspaces that end tell nobody, so they are not kept alive here, and those that are closed do not count.
    private static readonly List<WeakReference<Runspace>> Users = [];

    static OpenHosts() => AppDomain.CurrentDomain.ProcessExit += (_, _) => CloseAll();

    /// <summary>The sessions.</summary>
    internal static HostSessions Sessions { get; } = new();

    /// <inheritdoc/>
    public void OnImport()
    {
        lock (Users)
        {
            Leave();
            Users.Add(new(Runspace.DefaultRunspace));
        }
    }

    /// <inheritdoc/>
    /// <remarks>Import-Module -Force removes a module too. Others work on.</remarks>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        lock (Users)
        {
            Leave();
            if (Users.Count > 0) return;
        }

        CloseAll();
    }

    private static void Leave() => Users.RemoveAll(user =>
        !user.TryGetTarget(out var runspace) || runspace == Runspace.DefaultRunspace
        || runspace.RunspaceStateInfo.State is RunspaceState.Closing or RunspaceState.Closed or RunspaceState.Broken);

    private static void CloseAll() => Sessions.DisposeAsync().AsTask().Wait(Patience);
}
