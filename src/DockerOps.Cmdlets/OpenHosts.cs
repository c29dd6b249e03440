using System.Management.Automation;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets;

/// <summary>The process's open hosts. They close when the module is removed or the process ends.</summary>
public sealed class OpenHosts : IModuleAssemblyCleanup
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    static OpenHosts() => AppDomain.CurrentDomain.ProcessExit += (_, _) => CloseAll();

    /// <summary>The sessions.</summary>
    internal static HostSessions Sessions { get; } = new();

    /// <inheritdoc/>
    public void OnRemove(PSModuleInfo psModuleInfo) => CloseAll();

    private static void CloseAll() => Sessions.DisposeAsync().AsTask().Wait(Patience);
}
