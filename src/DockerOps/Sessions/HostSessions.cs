using DockerOps.Transport;

namespace DockerOps.Sessions;

/// <summary>
/// The open hosts of this process, one session each, shared by all runspaces. A session whose connection has died is
/// opened again, with the login it was opened with, when it is next asked for.
/// </summary>
public sealed class HostSessions : IAsyncDisposable
{
    private readonly Dictionary<DockerHost, Entry> entries = [];

    /// <summary>The hosts that are open, in the order of their addresses.</summary>
    public IReadOnlyList<HostSession> Open
    {
        get
        {
            lock (entries)
            {
                return entries.Values
                    .Where(entry => entry.Opening.IsCompletedSuccessfully)
                    .Select(entry => entry.Opening.Result)
                    .OrderBy(session => session.Host)
                    .ToList();
            }
        }
    }

    /// <summary>The session of a host, opened if need be.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Ends the wait, and an attempt to log in that has not come to its end.</param>
    public Task<HostSession> GetAsync(DockerHost host, CancellationToken cancellation) => WaitAsync(host, login: null, cancellation);

    /// <summary>Opens a host anew, with a login of its own.</summary>
    public async Task<HostSession> ConnectAsync(DockerHost host, SshLogin login, CancellationToken cancellation)
    {
        await CloseAsync(host).ConfigureAwait(false);
        return await WaitAsync(host, login, cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes a host. False when it was not open.</summary>
    public async Task<bool> CloseAsync(DockerHost host)
    {
        Entry? entry;
        lock (entries)
        {
            if (!entries.Remove(host, out entry)) return false;
        }

        await entry.DisposeAsync().ConfigureAwait(false);
        return true;
    }

    /// <summary>Closes all.</summary>
    public async ValueTask DisposeAsync()
    {
        List<Entry> all;
        lock (entries)
        {
            all = [.. entries.Values];
            entries.Clear();
        }

        foreach (var entry in all) await entry.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<HostSession> WaitAsync(DockerHost host, SshLogin? login, CancellationToken cancellation)
    {
        var opening = EntryFor(host, login).Opening;
        try
        {
            return await opening.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!opening.IsCompleted)
        {
            await CloseAsync(host).ConfigureAwait(false);
            throw;
        }
    }

    private Entry EntryFor(DockerHost host, SshLogin? login)
    {
        lock (entries)
        {
            if (entries.TryGetValue(host, out var entry) && entry.IsUsable) return entry;
            if (entry is not null) _ = entry.DisposeAsync().AsTask();
            return entries[host] = new Entry(host, login ?? entry?.Login ?? SshLogin.Default);
        }
    }

    private sealed class Entry : IAsyncDisposable
    {
        private readonly CancellationTokenSource closing = new();

        public Entry(DockerHost host, SshLogin login)
        {
            Login = login;
            Opening = Task.Run(() => HostSession.OpenAsync(host, login, closing.Token));
        }

        public SshLogin Login { get; }

        public Task<HostSession> Opening { get; }

        public bool IsUsable => !Opening.IsCompleted || (Opening.IsCompletedSuccessfully && Opening.Result.IsAlive);

        public async ValueTask DisposeAsync()
        {
            await closing.CancelAsync().ConfigureAwait(false);
            await Opening.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (Opening.IsCompletedSuccessfully) await Opening.Result.DisposeAsync().ConfigureAwait(false);
            closing.Dispose();
        }
    }
}
