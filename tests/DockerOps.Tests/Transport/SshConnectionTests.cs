using DockerOps.Engine;
using DockerOps.Hosts;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Transport;

public sealed class SshConnectionTests
{
    [LabTheory]
    [InlineData("sme9-docker", "docker", "ssh, socket forwarded")]
    [InlineData("sme9-docker", "nofwd", "ssh, docker")]
    [InlineData("sme9-docker", "admin", "ssh, sudo, docker")]
    [InlineData("boot2docker", "nofwd", "ssh, socat")]
    [InlineData("boot2docker", "admin", "ssh, sudo, socat")]
    public async Task FindsTheWayToTheEngine(string host, string user, string way)
    {
        await using var session = await Open.SessionAsync(host == "boot2docker" ? Lab.Current.BootAs(user) : Lab.Current.SmeAs(user));

        var version = await session.Engine.VersionAsync(default);

        Assert.Equal(Lab.Current.Text("hosts", host, "engineVersion"), version.Engine);
        Assert.Equal(way, session.Way);
    }

    [LabTheory]
    [InlineData("plain", "", FailureKind.NotPermitted)]
    [InlineData("docker", "/run/no.sock", FailureKind.Unreachable)]
    public async Task SaysWhyThereIsNoWay(string user, string socket, FailureKind kind)
    {
        var host = Lab.Current.SmeAs(user);
        host = socket.Length > 0 ? host with { SocketPath = socket } : host;
        await using var session = await Open.SessionAsync(host);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => session.Engine.VersionAsync(default));

        Assert.Equal((kind, host), (failure.Kind, failure.Target));
    }

    [Theory]
    [InlineData("ssh://127.0.0.1:1", FailureKind.Unreachable)]
    [InlineData("ssh://no-such-host.invalid", FailureKind.Unreachable)]
    public async Task SaysThatAHostCannotBeReached(string address, FailureKind kind)
    {
        var failure = await Open.FailureAsync(DockerHost.Parse(address));

        Assert.Equal((kind, address), (failure.Kind, failure.Target?.ToString()));
    }

    [Fact]
    public async Task WaitsForAHostNoLongerThanItMay()
    {
        using var silent = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();

        var failure = await Open.FailureAsync(
            DockerHost.Parse($"ssh://127.0.0.1:{((System.Net.IPEndPoint)silent.LocalEndpoint).Port}"), new SshLogin { Timeout = TimeSpan.FromSeconds(1) });

        Assert.Equal(FailureKind.TimedOut, failure.Kind);
    }

    [LabFact]
    public async Task AnEngineIsNotBlamedForTheConnectionToItsHost()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        await session.Engine.RunAsync(EngineRequest.Get("/_ping"), default);
        Assert.Equal("ssh, socket forwarded", session.Way);
        await using (await session.Shell.StartAsync(["sh", "-c", "kill $PPID"], default))
        {
            while (session.IsAlive) await Task.Delay(20);
        }

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => session.Engine.RunAsync(EngineRequest.Get("/_ping"), default));

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Contains("ssh connection", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Start-DockerEngine", failure.Message, StringComparison.Ordinal);
    }

    // Behind the socket is nothing but what ends the connection by which it was reached.
    [LabFact]
    public async Task NorIsItWhenTheConnectionBreaksWhileAWayIsLookedFor()
    {
        const string Listen = """
            import os, socket, sys
            s = socket.socket(socket.AF_UNIX)
            s.bind(sys.argv[1])
            s.listen()
            print("ready", flush=True)
            s.accept()
            os.kill(int(sys.argv[2]), 9)
            """;
        var path = $"/tmp/{Lab.Unique("socket")}";
        await using var other = await Open.SessionAsync(Lab.Current.Sme);
        await using var session = await Open.SessionAsync(Lab.Current.Sme with { SocketPath = path });
        // The parent of the shell by which a command is run.
        var sshd = await session.Shell.ReadAsync("sh", "-c", "cut -d ' ' -f 4 \"/proc/$PPID/stat\"");
        await using var listener = await other.Shell.StartAsync(["python3", "-c", Listen, path, sshd], default);
        await listener.Output.ReadExactlyAsync(new byte[6]);

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => session.Engine.VersionAsync(default));

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.Contains("ssh connection", failure.Message, StringComparison.Ordinal);
        await other.Shell.ReadAsync("rm", path);
    }

    [LabFact]
    public async Task OpensAgainWhatWasDropped()
    {
        await using var sessions = new HostSessions();
        var host = Lab.Current.SmeAs("plain");
        var first = await sessions.GetAsync(host, default);

        // The parent of a command is the sshd process of the connection.
        await using (await first.Shell.StartAsync(["sh", "-c", "kill $PPID"], default))
        {
            while (first.IsAlive) await Task.Delay(20);
        }

        var failure = await Assert.ThrowsAsync<DockerOpsException>(() => first.Shell.ReadAsync("true"));
        var second = await sessions.GetAsync(host, default);

        Assert.Equal(FailureKind.Unreachable, failure.Kind);
        Assert.NotSame(first, second);
        Assert.Equal("plain", await second.Shell.ReadAsync("id", "-un"));
    }

    [LabFact]
    public async Task TheFirstCallOfTheEngineWaitsForNoCommand()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);
        using var stop = new CancellationTokenSource();
        var commands = Enumerable.Range(0, 5).Select(_ => session.Shell.ReadAsync(["sleep", "60"], stop.Token)).ToList();

        await session.Engine.VersionAsync(default).WaitAsync(TimeSpan.FromSeconds(40));

        Assert.All(commands, command => Assert.False(command.IsCompleted));
        await stop.CancelAsync();
        foreach (var command in commands) await Assert.ThrowsAnyAsync<OperationCanceledException>(() => command);
    }

    [LabFact]
    public async Task MoreCommandsThanSessionsWaitForTheirTurn()
    {
        await using var session = await Open.SessionAsync(Lab.Current.Sme);

        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => session.Shell.ReadAsync("sh", "-c", $"sleep 0.2; echo {i}")));

        Assert.Equal(Enumerable.Range(0, 16).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)), results);
    }

    [LabFact]
    public async Task MoreEngineStreamsThanSessionsWaitForTheirTurn()
    {
        await using var session = await Open.SessionAsync(Lab.Current.SmeAs("admin"));

        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => session.Engine.RunAsync(EngineRequest.Get("/info"), default)));
    }

    [LabTheory]
    [InlineData("root", false)]
    [InlineData("admin", true)]
    public async Task ACancelledCommandEndsOnTheHostWithItsChildren(string user, bool sudo)
    {
        await using var session = await Open.SessionAsync(Lab.Current.SmeAs(user));
        await using var looking = await Open.SessionAsync(Lab.Current.Sme);
        var shell = sudo ? await session.Shell.AsRootAsync(default) : session.Shell;
        var seconds = Random.Shared.Next(100_000, 999_999).ToString(System.Globalization.CultureInfo.InvariantCulture);
        using var stop = new CancellationTokenSource();

        var running = shell.RunAsync(["sh", "-c", $"sleep {seconds}; true"], stop.Token);
        while (await CountAsync(looking.Shell, seconds) == 0) await Task.Delay(20);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        for (var i = 0; i < 200 && await CountAsync(looking.Shell, seconds) > 0; i++) await Task.Delay(20);
        Assert.Equal(0, await CountAsync(looking.Shell, seconds));
    }

    [LabFact]
    public async Task AClosedConnectionLeavesNoProcess()
    {
        var session = await Open.SessionAsync(Lab.Current.BootAs("plain"));
        var own = await session.Shell.ReadAsync("sh", "-c", "echo $SSH_CONNECTION");
        Assert.NotEmpty(OnPort(own));

        await session.DisposeAsync();

        Assert.Empty(OnPort(own));
    }

    // The ssh client is the process of this machine that holds the connection's port.
    private static string OnPort(string connection)
    {
        var port = int.Parse(connection.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture).ToString("X4", System.Globalization.CultureInfo.InvariantCulture);
        return string.Concat(File.ReadLines("/proc/net/tcp").Where(line => line.Contains($":{port} ", StringComparison.Ordinal) && line.Contains(" 01 ", StringComparison.Ordinal)));
    }

    private static async Task<int> CountAsync(HostShell shell, string seconds)
    {
        var processes = await shell.ReadAsync("sh", "-c", "for f in /proc/[0-9]*/cmdline; do tr '\\0' ' ' <$f 2>/dev/null; echo; done");
        return processes.Split('\n').Count(line => line.StartsWith("sleep " + seconds, StringComparison.Ordinal));
    }
}
