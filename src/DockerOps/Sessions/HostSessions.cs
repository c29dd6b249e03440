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
                    .Select(entry => entry.Session)
                    .OfType<HostSession>()
                    .OrderBy(session => session.Host)
                    .ToList();
            }
        }
    }

    /// <summary>The hosts that are open, are being opened, or whose login is kept for the next opening.</summary>
    public IReadOnlyList<DockerHost> Hosts
    {
        get
        {
            lock (entries) return entries.Keys.Order().ToList();
        }
    }

    /// <summary>The session of a host, opened if need be.</summary>
    /// <param name="host">The host.</param>
    /// <param name="cancellation">Ends the wait, and when nobody else waits, an attempt to log in that has not come to its end.</param>
    public Task<HostSession> GetAsync(DockerHost host, CancellationToken cancellation) => WaitAsync(host, login: null, cancellation);

    /// <summary>Opens a host anew, with a login of its own, which is kept only when it opens.</summary>
    public async Task<HostSession> ConnectAsync(DockerHost host, SshLogin login, CancellationToken cancellation)
    {
        await CloseAsync(host).ConfigureAwait(false);
        return await WaitAsync(host, login, cancellation).ConfigureAwait(false);
    }

    /// <summary>Closes a host and forgets its login. False when it was not open.</summary>
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

    /// <summary>Closes all, and forgets their logins.</summary>
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
        var entry = Join(host, login);
        try
        {
            return await entry.Opening.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DockerOpsException(FailureKind.Unreachable, $"'{host}' was disconnected while it was being opened.", host);
        }
        catch (DockerOpsException) when (login is not null)
        {
            // Who asks next does not try a refused password again: that locks accounts.
            Forget(host, entry);
            throw;
        }
        finally
        {
            await LeaveAsync(entry).ConfigureAwait(false);
        }
    }

    private void Forget(DockerHost host, Entry entry)
    {
        lock (entries)
        {
            if (entries.GetValueOrDefault(host) == entry) entries.Remove(host);
        }
    }

    private Entry Join(DockerHost host, SshLogin? login)
    {
        lock (entries)
        {
            if (!entries.TryGetValue(host, out var entry) || login is not null || !entry.IsUsable)
            {
                _ = entry?.DisposeAsync().AsTask();
                entries[host] = entry = new Entry(host, login ?? entry?.Login ?? SshLogin.Default);
            }

            entry.Waiting++;
            return entry;
        }
    }

    // An opening that nobody waits for any more is ended. Its entry stays, because it knows the login.
    private ValueTask LeaveAsync(Entry entry)
    {
        lock (entries) return --entry.Waiting == 0 && !entry.Opening.IsCompleted ? entry.DisposeAsync() : default;
    }

    private sealed class Entry : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = new();
        private readonly Lazy<Task> closing;

        public Entry(DockerHost host, SshLogin login)
        {
            Login = login;
            Opening = Task.Run(() => HostSession.OpenAsync(host, login, stop.Token));
            closing = new(EndAsync);
        }

        public SshLogin Login { get; }

        public Task<HostSession> Opening { get; }

        /// <summary>How many wait for the opening.</summary>
        public int Waiting { get; set; }

        /// <summary>The session, while it is open.</summary>
        public HostSession? Session => Opening.IsCompletedSuccessfully && !closing.IsValueCreated ? Opening.Result : null;

        public bool IsUsable => Opening.IsCompleted ? Session is { IsAlive: true } : !closing.IsValueCreated;

        public ValueTask DisposeAsync() => new(closing.Value);

        private async Task EndAsync()
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Opening.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
            if (Opening.IsCompletedSuccessfully) await Opening.Result.DisposeAsync().ConfigureAwait(false);
            stop.Dispose();
        }
    }
}
