using System.Net;
using System.Net.Sockets;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Sessions;

public sealed class HostSessionsTests
{
    // No key opens it, so a login that was forgotten shows.
    private static DockerHost Host => Lab.Current.SmeAs("locked");

    [LabFact]
    public async Task A_wait_that_is_given_up_leaves_the_login()
    {
        await using var sessions = new HostSessions();
        using var patience = new CancellationTokenSource();
        var asked = 0;
        var first = await sessions.ConnectAsync(Host, Login(() => { if (++asked == 2) patience.Cancel(); }), default);
        await DropAsync(first);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sessions.GetAsync(Host, patience.Token));
        Assert.Empty(sessions.Open);
        var second = await sessions.GetAsync(Host, default);

        Assert.Equal(3, asked);
        Assert.Equal("locked", await second.Shell.ReadAsync("id", "-un"));
    }

    [LabFact]
    public async Task One_of_two_that_wait_may_give_up()
    {
        await using var sessions = new HostSessions();
        using var bothWait = new ManualResetEventSlim();
        using var patience = new CancellationTokenSource();

        var first = sessions.ConnectAsync(Host, Login(() => bothWait.Wait(TimeSpan.FromSeconds(10))), patience.Token);
        while (sessions.Hosts.Count == 0) await Task.Delay(10);
        var second = sessions.GetAsync(Host, default);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        bothWait.Set();

        Assert.Equal("locked", await (await second).Shell.ReadAsync("id", "-un"));
    }

    [LabFact]
    public async Task A_closed_host_has_no_login_any_more()
    {
        await using var sessions = new HostSessions();
        await sessions.ConnectAsync(Host, Login(() => { }), default);

        Assert.True(await sessions.CloseAsync(Host));

        Assert.Empty(sessions.Hosts);
        Assert.Equal(FailureKind.NotPermitted, (await Assert.ThrowsAsync<DockerOpsException>(() => sessions.GetAsync(Host, default))).Kind);
    }

    [LabFact]
    public async Task A_password_that_was_refused_is_not_tried_again()
    {
        await using var sessions = new HostSessions();
        var asked = 0;
        var wrong = new SshLogin
        {
            Password = () =>
            {
                asked++;
                return "wrong";
            },
        };

        Assert.Equal(FailureKind.NotPermitted, (await Assert.ThrowsAsync<DockerOpsException>(() => sessions.ConnectAsync(Host, wrong, default))).Kind);
        Assert.Equal(FailureKind.NotPermitted, (await Assert.ThrowsAsync<DockerOpsException>(() => sessions.GetAsync(Host, default))).Kind);

        Assert.Equal(1, asked);
    }

    [Fact]
    public async Task Who_waits_for_a_host_that_is_closed_is_told()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var sessions = new HostSessions();
        var host = DockerHost.Parse($"ssh://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");

        var waiting = sessions.GetAsync(host, default);
        await sessions.CloseAsync(host);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => waiting);
        Assert.Equal((FailureKind.Unreachable, host), (failure.Kind, failure.Target));
    }

    // Behind the socket is nothing that answers, so that one looks for a way to the engine and the others wait for it.
    [LabFact]
    public async Task Nobody_who_works_on_a_host_that_is_closed_waits_for_ever()
    {
        const string Listen = """
            import socket, sys, time
            s = socket.socket(socket.AF_UNIX)
            s.bind(sys.argv[1])
            s.listen()
            print("ready", flush=True)
            c = s.accept()
            print("asked", flush=True)
            time.sleep(60)
            """;
        var path = $"/tmp/{Lab.Unique("socket")}";
        await using var other = await Open.SessionAsync(Lab.Current.Sme);
        await using var listener = await other.Shell.StartAsync(["python3", "-c", Listen, path], default);
        using var said = new StreamReader(listener.Output);
        await said.ReadLineAsync();
        await using var sessions = new HostSessions();
        var host = Lab.Current.Sme with { SocketPath = path };
        var session = await sessions.GetAsync(host, default);

        List<Task> working = [.. Enumerable.Range(0, 6).Select(_ => session.Engine.VersionAsync(default))];
        await said.ReadLineAsync();
        working.AddRange(Enumerable.Range(0, 6).Select(_ => session.Shell.ReadAsync(["sleep", "60"], default)));
        await sessions.CloseAsync(host);
        working.Add(session.Engine.VersionAsync(default));
        working.Add(session.Shell.ReadAsync(["true"], default));

        foreach (var task in working)
        {
            var failure = await Assert.ThrowsAsync<DockerOpsException>(() => task.WaitAsync(TimeSpan.FromSeconds(30)));
            Assert.Equal((FailureKind.Unreachable, host), (failure.Kind, failure.Target));
            Assert.Contains("disconnected", failure.Message, StringComparison.Ordinal);
        }

        await other.Shell.ReadAsync("rm", path);
    }

    private static SshLogin Login(Action asked) => new()
    {
        Password = () =>
        {
            asked();
            return Lab.Current.Password;
        },
    };

    // The parent of a command is the sshd process of the connection.
    private static async Task DropAsync(HostSession session)
    {
        await using var killing = await session.Shell.StartAsync(["sh", "-c", "kill $PPID"], default);
        while (session.IsAlive) await Task.Delay(20);
    }
}
