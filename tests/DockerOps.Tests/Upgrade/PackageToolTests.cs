using DockerOps.Hosts;
using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>Reads what package managers printed; the texts are those of dnf 4.14 and apt 2.6.</summary>
public sealed class PackageToolTests
{
    private const string Upgrade = """
        Last metadata expiration check: 0:00:05 ago on Tue Nov 24 10:13:57 2026.
        Dependencies resolved.
        =============================================================================================
         Package                                                          Arch    Version  Repo
                                                                                                 Size
        =============================================================================================
        Upgrading:
         a-very-long-package-name-that-wraps-lines-in-dnf-containerd-io   x86_64  26.1.5-1 upg  6.1 k
         docker-engine                                                    x86_64  26.1.5-1
                                                                                           upg   71 M
        Installing dependencies:
         container-selinux                                                noarch  2:2.200-1
                                                                                           upg   54

        Transaction Summary
        =============================================================================================
        Upgrade  2 Packages

        Total size: 12 k
        """;

    [Theory]
    [InlineData("exiting because --downloadonly specified ", true)]
    [InlineData("Error: Cannot retrieve repository metadata", false)]
    public async Task Packages_that_yum_of_EL_6_has_fetched_are_no_failure_although_it_says_so(string words, bool isDone)
    {
        // yum 3.2.29, yummain.py: a plugin that ends yum ends it with 1.
        var fetch = new FetchPackages(["sh", "-c", "echo \"$1\" >&2; exit 1", "yum", words]).RunAsync(HostShell.Here, new(), default);
        if (isDone) await fetch;
        else Assert.Contains(words, (await Assert.ThrowsAsync<DockerOpsException>(() => fetch)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transaction_of_dnf_is_read_whatever_its_lines_wrap()
    {
        var changes = new RpmTool("dnf").ReadTransaction(Upgrade);
        Assert.Equal(
            [
                (PackageAction.Upgrade, "a-very-long-package-name-that-wraps-lines-in-dnf-containerd-io", "26.1.5-1", 6246L),
                (PackageAction.Upgrade, "docker-engine", "26.1.5-1", 71L << 20),
                (PackageAction.Install, "container-selinux", "2:2.200-1", 54L),
            ],
            changes.Select(change => (change.Action, change.Name, change.To, change.Size!.Value)));
    }

    [Fact]
    public void A_package_that_another_takes_the_place_of_goes()
    {
        var changes = new RpmTool("yum").ReadTransaction("""
            Installing:
             docker-ce        x86_64  3:26.1.5-1.el7   docker  27 M
                 replacing  docker-engine.x86_64 17.05.0.ce-1.el7.centos
            Removing:
             old-thing        x86_64  1.0-1            @base   1.0 k
            """);
        Assert.Equal(
            [(PackageAction.Remove, "docker-engine", "docker-ce"), (PackageAction.Install, "docker-ce", "docker"), (PackageAction.Remove, "old-thing", null)],
            changes.Select(change => (change.Action, change.Name, change.Repository)));
    }

    [Fact]
    public void The_versions_on_offer_are_read()
    {
        const string Text = """
            Installed Packages
            docker-engine.x86_64                       20.10.24-1                       @upg
            Available Packages
            docker-engine.x86_64                       20.10.24-1                       upg 
            docker-engine.x86_64                       0:26.1.5-1
                                                                                        upg 
            """;
        Assert.Equal(["20.10.24-1", "26.1.5-1"], new RpmTool("dnf").ReadList(Text).Select(package => package.Version));
        var offered = Assert.Single(new AptTool().ReadList(" docker.io | 26.1.5+dfsg1-9+b1 | file:/srv/engines/apt ./ Packages\n docker.io | 26.1.5 | http://x ./ Sources\n"));
        Assert.Equal(("docker.io", "26.1.5+dfsg1-9+b1"), (offered.Name, offered.Version));
    }

    [Theory]
    [InlineData("", "Error: Operation aborted.", null)]
    [InlineData("No match for argument: docker-engine-29", "Error: Unable to find a match: docker-engine-29", "Error: Unable to find a match: docker-engine-29")]
    [InlineData("Dependencies resolved.\nNothing to do.\nComplete!", "", null)]
    public void A_refusal_is_told_from_the_end_that_assumeno_makes(string output, string errors, string? refusal) => Assert.Equal(
        refusal,
        new RpmTool("dnf").ReadRefusal(new() { DockerHost = DockerHost.Local, Command = ["dnf"], ExitCode = 1, Output = output, ErrorOutput = errors, Duration = default }));

    [Fact]
    public void A_simulation_of_apt_is_read()
    {
        var changes = new AptTool().ReadTransaction("""
            Remv docker-old [1.0-1]
            Inst docker.io [20.10.24+dfsg1-1+b6] (26.1.5+dfsg1-9+b1 localhost [amd64])
            Inst docker-cli (26.1.5+dfsg1-9+b1 Debian:13.1/stable [amd64])
            Inst runc [1.2-1] (1.1-1 localhost [amd64]) []
            Conf docker.io (26.1.5+dfsg1-9+b1 localhost [amd64])
            """);
        Assert.Equal(
            [
                (PackageAction.Remove, "docker-old", "1.0-1", null), (PackageAction.Upgrade, "docker.io", "20.10.24+dfsg1-1+b6", "26.1.5+dfsg1-9+b1"),
                (PackageAction.Install, "docker-cli", null, "26.1.5+dfsg1-9+b1"), (PackageAction.Downgrade, "runc", "1.2-1", "1.1-1"),
            ],
            changes.Select(change => (change.Action, change.Name, change.From, change.To)));
    }

    [Theory]
    [InlineData("26.1", "3:26.1.5-1.el9", true)]
    [InlineData("26.1.5", "26.1.5+dfsg1-9+b1", true)]
    [InlineData("26.1", "26.10.0-1", false)]
    [InlineData("20.10", "20.1.0-1", false)]
    [InlineData("28", "28.5.2-1", true)]
    public void A_version_means_all_that_begin_with_its_numbers(string wanted, string version, bool means) =>
        Assert.Equal(means, PackageVersion.Means(wanted, version));
}
