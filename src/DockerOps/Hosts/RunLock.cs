using System.Text;
using System.Text.Json;

namespace DockerOps.Hosts;

/// <summary>The right to change a host's engine: one at a time, and never held by the dead for more than a minute.</summary>
internal sealed class RunLock : IAsyncDisposable
{
    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(10);
    private readonly HostCommand holder;
    private readonly CancellationTokenSource over = new();
    private readonly Task beating;

    private RunLock(HostCommand holder, string turn)
    {
        this.holder = holder;
        Turn = turn;
        beating = BeatAsync();
    }

    /// <summary>A word that steps have to name; one that belongs to an earlier turn does nothing.</summary>
    public string Turn { get; private set; }

    /// <summary>Takes it. A step that outlived its client is awaited first.</summary>
    /// <param name="shell">Root's shell.</param>
    /// <param name="patience">How long to wait for somebody who holds it, in seconds.</param>
    /// <param name="waiting">Told, once, when a step has to be awaited.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="DockerOpsException">Conflict: somebody else is at work. CommandFailed, Unreachable.</exception>
    public static async Task<RunLock> TakeAsync(HostShell shell, int patience, Action waiting, CancellationToken cancellation)
    {
        var owner = JsonSerializer.Serialize(
            new RunOwner($"{Environment.UserName}@{Environment.MachineName}", Environment.ProcessId, DateTimeOffset.UtcNow), RunJson.Default.RunOwner);
        var turn = Guid.NewGuid().ToString("N");
        var command = RunScripts.Hold(owner, patience, turn);
        var holder = await HostCommand.StartAsync(shell, command, cancellation).ConfigureAwait(false);
        try
        {
            using var kill = cancellation.Register(holder.Kill);
            using var reader = new StreamReader(holder.Output, Encoding.UTF8, leaveOpen: true);
            while (await reader.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
            {
                if (line == "ready") return new(holder, turn);
                if (line == "waiting") waiting();
                else if (line == "backup")
                    throw new DockerOpsException(FailureKind.Conflict, $"A backup or a restore of '{shell.Host}' has containers paused or stopped. The engine is left alone until they are back.", shell.Host);
                else if (line.StartsWith("held ", StringComparison.Ordinal)) throw Held(shell.Host, line["held ".Length..]);
            }

            cancellation.ThrowIfCancellationRequested();
            await holder.CompleteAsync(cancellation).ConfigureAwait(false);
            throw new DockerOpsException(FailureKind.CommandFailed, $"The lock of upgrades on '{shell.Host}' could not be taken.", shell.Host);
        }
        catch
        {
            await holder.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Waits for a step of ours that may still run, and begins a new turn.</summary>
    public async Task RenewAsync(HostShell shell, CancellationToken cancellation)
    {
        var turn = Guid.NewGuid().ToString("N");
        await shell.ReadAsync(RunScripts.Turn(turn), cancellation).ConfigureAwait(false);
        Turn = turn;
    }

    /// <summary>Gives it back.</summary>
    public async ValueTask DisposeAsync()
    {
        await over.CancelAsync().ConfigureAwait(false);
        await beating.ConfigureAwait(false);
        await holder.LetGo().WaitAsync(TimeSpan.FromSeconds(2)).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        over.Dispose();
    }

    /// <summary>The failure that says who has it.</summary>
    /// <param name="host">The host.</param>
    /// <param name="owner">What that one has written down.</param>
    public static DockerOpsException Held(DockerHost host, string owner)
    {
        var who = "somebody";
        try
        {
            if (JsonSerializer.Deserialize(owner, RunJson.Default.RunOwner) is { } known)
                who = $"{known.User} (process {known.ProcessId}, since {known.Since:u})";
        }
        catch (JsonException)
        {
            // Whoever holds it has not written down yet who it is.
        }

        return new(FailureKind.Conflict, $"The engine on '{host}' is being changed by {who}. One that has died holds it for a minute at most.", host);
    }

    private async Task BeatAsync()
    {
        try
        {
            using var timer = new PeriodicTimer(Beat);
            do
            {
                await holder.Input.WriteAsync("."u8.ToArray(), over.Token).ConfigureAwait(false);
                await holder.Input.FlushAsync(over.Token).ConfigureAwait(false);
            }
            while (await timer.WaitForNextTickAsync(over.Token).ConfigureAwait(false));
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // Given back, or the connection is gone; the next step will say so.
        }
    }
}
