using DockerOps.Installation;
using DockerOps.Sessions;
using DockerOps.Tests.Hosts;
using Xunit;

namespace DockerOps.Tests.Installation;

/// <summary>A scriptlet that fails while dnf 5 and rpm 6.1 install an engine. They stand in on a node: its own dnf, with their words and exit code.</summary>
[Collection(nameof(NodeTests))]
public sealed class InstallScriptletTests
{
    // The words are those of dnf 5.4.6 with rpm 6.1.0.
    private const string Standin = """
        cat >/usr/local/bin/dnf <<'END'
        #!/bin/sh
        case "$*" in *--assumeno*|*--downloadonly*|*remove*|*list*) exec /usr/bin/dnf "$@" ;; esac
        {work}
        cat >&2 <<'WORDS'
        Running transaction
        [1/4] Verify package files              100% |   0.0   B/s |   1.0   B |  00m00s
        [2/4] Prepare transaction               100% |   0.0   B/s |   2.0   B |  00m00s
        >>> Running %post scriptlet: docker-ce-3:{version}-1.x86_64
        >>> {error} in %post scriptlet: docker-ce-3:{version}-1.x86_64
        >>> [RPM] %post(docker-ce-3:{version}-1.x86_64) scriptlet failed, exit status 1
        Transaction failed: Rpm transaction failed.
        WORDS
        exit 1
        END
        chmod 0755 /usr/local/bin/dnf
        """;

    [LabFact("nodes")]
    public async Task One_that_changes_nothing_fails_no_installation_and_one_that_matters_does()
    {
        await using var node = await Open.SessionAsync(Lab.Current.Node("node1"));
        await node.Shell.ReadAsync("sh", "-c", "dnf -q -y remove docker-ce docker-ce-cli containerd.io docker-compose-plugin");
        var version = Lab.Current.NodeVersions[0];
        Task SayAsync(string work, string error) => node.Shell.ReadAsync(
            "sh", "-c", Standin.Replace("{work}", work, StringComparison.Ordinal).Replace("{error}", error, StringComparison.Ordinal).Replace("{version}", version, StringComparison.Ordinal));
        try
        {
            foreach (var (work, error) in (IEnumerable<(string, string)>)[("", "Non-critical error"), ("/usr/bin/dnf \"$@\"", "Error")])
            {
                await SayAsync(work, error);
                var failure = await Assert.ThrowsAsync<DockerOpsException>(() => RunAsync(node, version));
                Assert.Contains("Rpm transaction failed.", failure.Message, StringComparison.Ordinal);
                Assert.EndsWith("taken away again.", failure.Message, StringComparison.Ordinal);
            }

            await SayAsync("/usr/bin/dnf \"$@\"", "Non-critical error");
            var engine = await RunAsync(node, version);
            Assert.StartsWith(version, engine.Version, StringComparison.Ordinal);
            Assert.True(engine.IsRunning);
        }
        finally
        {
            await node.Shell.ReadAsync("sh", "-c", "rm -f /usr/local/bin/dnf; cd /srv/engines/rpm && rpm -U --oldpackage --replacepkgs $(cat ../oldest-ce) 2>/dev/null");
        }
    }

    private static async Task<DockerEngine> RunAsync(HostSession node, string version)
    {
        var plan = await InstallPlan.PrepareAsync(node, new() { Version = version }, default);
        return (await plan.RunAsync(default).ToListAsync()).OfType<Output<DockerEngine>>().Single().Value;
    }
}
