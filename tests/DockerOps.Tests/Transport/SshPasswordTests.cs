using DockerOps.Engine;
using DockerOps.Tests.Hosts;
using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Transport;

[Collection(OwnSshConfiguration.Name)]
public sealed class SshPasswordTests
{
    private static DockerHost Host => Lab.Current.SmeAs("locked");

    [LabFact]
    public async Task LogsInWithoutBeingSeenAnywhere()
    {
        var secret = Lab.Current.Password;
        using var done = new CancellationTokenSource();
        var watch = Task.Run(() => SeenInProcesses(secret, done.Token));

        await using var session = await Open.SessionAsync(Host, new SshLogin { Password = () => secret });

        Assert.Equal("locked", await session.Shell.ReadAsync("id", "-un"));
        Assert.Equal("ssh, socket forwarded", (await session.Engine.VersionAsync(default), session.Way).Way);
        await done.CancelAsync();
        Assert.Empty(await watch);
        Assert.Empty(FilesWith(secret));
    }

    [LabFact]
    public async Task AWrongOneIsTriedOnce()
    {
        var before = await RefusalsAsync();

        var failure = await Open.FailureAsync(Host, new SshLogin { Password = () => "wrong-horse" });

        Assert.Equal((FailureKind.NotPermitted, Host), (failure.Kind, failure.Target));
        Assert.DoesNotContain("wrong-horse", failure.Message, StringComparison.Ordinal);
        Assert.Equal(before + 1, await RefusalsAsync());
    }

    [LabFact]
    public async Task IsNotAskedForWhereAKeyIsWanted()
    {
        var failure = await Open.FailureAsync(Host);

        Assert.Equal(FailureKind.NotPermitted, failure.Kind);
        Assert.Contains("-Credential", failure.Message, StringComparison.Ordinal);
    }

    [LabFact]
    public async Task CannotHoldALineEnd() =>
        Assert.Equal(FailureKind.InvalidInput, (await Open.FailureAsync(Host, new SshLogin { Password = () => "a\nb" })).Kind);

    // sshd is the first process of a host of the lab, so its log is the container's.
    private static async Task<int> RefusalsAsync()
    {
        await using var carrier = await Open.SessionAsync(DockerHost.Parse(Lab.Current.Text("carrier", "address")));
        var container = Lab.Current.Text("hosts", "sme9-docker", "container");
        await using var log = await carrier.Engine.OpenAsync(EngineRequest.Get($"/containers/{container}/logs?stderr=1&stdout=1"), default);
        using var reader = new StreamReader(log);
        return (await reader.ReadToEndAsync()).Split("Failed password for locked").Length - 1;
    }

    private static List<string> SeenInProcesses(string secret, CancellationToken done)
    {
        var seen = new List<string>();
        while (!done.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
            {
                foreach (var file in (string[])[process + "/cmdline", process + "/environ"])
                {
                    try
                    {
                        if (File.ReadAllText(file).Contains(secret, StringComparison.Ordinal)) seen.Add(file);
                    }
                    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                    {
                        // The process has ended, or is none of ours.
                    }
                }
            }
        }

        return seen;
    }

    private static List<string> FilesWith(string secret) =>
        ((string[])["/run", "/dev/shm", "/tmp"]).Where(Directory.Exists)
            .SelectMany(parent => Directory.EnumerateDirectories(parent, "dockerops.*"))
            .SelectMany(folder => Directory.EnumerateFiles(folder))
            .Where(file => new FileInfo(file).Length > 0 && File.ReadAllText(file).Contains(secret, StringComparison.Ordinal))
            .ToList();
}
