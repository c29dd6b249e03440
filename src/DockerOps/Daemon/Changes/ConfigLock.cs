using System.Text;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>The right to change a host's configuration: one at a time. It ends with whoever holds it, however that ends.</summary>
internal sealed class ConfigLock : IAsyncDisposable
{
    // As long as an engine may take to stop and start.
    private const int Patience = 60;
    private readonly HostCommand holder;

    private ConfigLock(HostCommand holder, HostShell shell) => (this.holder, Shell) = (holder, shell);

    /// <summary>
    /// Runs the steps of the change, one at a time, while the lock is held. What a client has begun who was killed goes on to its end
    /// before anything else happens, and what it has sent and nobody has begun is not begun any more.
    /// </summary>
    public HostShell Shell { get; }

    /// <summary>Takes it. A step that was left running is awaited first.</summary>
    /// <exception cref="DockerOpsException">Conflict: somebody else is changing it. NotPermitted, CommandFailed, Unreachable.</exception>
    public static async Task<ConfigLock> TakeAsync(HostShell shell, string folder, TransferMeter meter, CancellationToken cancellation)
    {
        var turn = Guid.NewGuid().ToString("N");
        var holder = await HostCommand.StartAsync(shell, ConfigScripts.Hold(folder, turn), cancellation).ConfigureAwait(false);
        try
        {
            using var kill = cancellation.Register(holder.Kill);
            using var reader = new StreamReader(holder.Output, Encoding.UTF8, leaveOpen: true);
            var answer = await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
            if (answer == "waiting")
            {
                meter.Status = "waiting for a step of a change that was cut off";
                answer = await reader.ReadLineAsync(cancellation).ConfigureAwait(false);
            }

            if (answer == "held") return new(holder, shell.By(ConfigScripts.Step(folder, turn)));
            if (answer == "busy")
                throw new DockerOpsException(FailureKind.Conflict, $"Somebody else is changing the configuration of '{shell.Host}' right now. Try again.", shell.Host);
            cancellation.ThrowIfCancellationRequested();
            await holder.CompleteAsync(cancellation).ConfigureAwait(false);
            throw new DockerOpsException(FailureKind.CommandFailed, $"The lock of the configuration on '{shell.Host}' could not be taken.", shell.Host);
        }
        catch
        {
            await holder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for a step that runs, so that a look at the host sees what it leads to.</summary>
    /// <exception cref="DockerOpsException">Conflict: it takes too long.</exception>
    public static async Task AwaitStepAsync(HostShell shell, string folder, CancellationToken cancellation)
    {
        var result = await shell.RunAsync(ConfigScripts.Await(folder, Patience), cancellation).ConfigureAwait(false);
        if (result.ExitCode != ConfigScripts.StillRuns) return;
        throw new DockerOpsException(
            FailureKind.Conflict, $"A step of another change still runs on '{shell.Host}' after {Patience} s: the data may be on its way to another folder. Try again when it has ended.", shell.Host);
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync() =>
        await holder.LetGo().WaitAsync(TimeSpan.FromSeconds(2)).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
}
