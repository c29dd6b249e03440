using DockerOps.Upgrade;
using Xunit;

namespace DockerOps.Tests.Upgrade;

/// <summary>The command lines that dnf 5 takes, and what it prints; the texts are those of dnf 5.4.6.</summary>
public sealed class Dnf5Tests
{
    private const string Upgrade = """
        Package                                                         Arch   Version     Repository            Size
        Upgrading:
         containerd.io                                                  x86_64 0:2.1.5-1   docker-ce-stable   6.0   B
           replacing containerd.io                                      x86_64 0:1.6.20-1  <unknown>          7.0   B
         docker-ce                                                      x86_64 3:28.5.2-1  docker-ce-stable  21.4 MiB
           replacing docker-ce                                          x86_64 3:26.1.5-1  <unknown>          7.0   B
        Installing:
         docker-ce-rootless-extras-with-a-rather-long-name-that-is-wide noarch 0:28.5.2-1  docker-ce-stable   6.0   B
         moby-heir                                                      noarch 0:24.0.1-1  docker-ce-stable   0.0   B
           replacing moby-engine                                        noarch 0:20.10.1-1 <unknown>          0.0   B
        Changing reason:
         docker-ce-cli                                                  x86_64 1:26.1.5-1  @System            7.0   B
           External User -> User                                                                                     

        Transaction Summary:
         Installing:         2 packages
         Upgrading:          2 packages
         Replacing:          3 packages

        """;

    private readonly RpmTool tool = new("dnf");

    [Fact]
    public void A_package_of_a_dotted_name_is_its_own_older_version_and_no_other()
    {
        Assert.Equal(
            [
                (PackageAction.Upgrade, "containerd.io", null, "2.1.5-1", "docker-ce-stable", 6L),
                (PackageAction.Upgrade, "docker-ce", null, "3:28.5.2-1", "docker-ce-stable", (long)(21.4 * (1 << 20))),
                (PackageAction.Install, "docker-ce-rootless-extras-with-a-rather-long-name-that-is-wide", null, "28.5.2-1", "docker-ce-stable", 6L),
                (PackageAction.Remove, "moby-engine", "20.10.1-1", null, "moby-heir", 0L),
                (PackageAction.Install, "moby-heir", null, "24.0.1-1", "docker-ce-stable", 0L),
            ],
            tool.ReadTransaction(Upgrade).Select(change => (change.Action, change.Name, change.From, change.To, change.Repository, change.Size ?? 0)));
    }

    [Fact]
    public void The_versions_on_offer_are_read()
    {
        const string Text = """
            Installed packages
            containerd.io.x86_64 1.6.20-1   <unknown>
            docker-ce.x86_64     3:26.1.5-1 <unknown>

            Available packages
            containerd.io.x86_64 1.6.20-1   docker-ce-stable
            docker-ce.x86_64     3:26.1.5-1 docker-ce-stable
            docker-ce.x86_64     3:28.5.2-1 docker-ce-stable
            """;
        Assert.Equal(
            [("containerd.io", "1.6.20-1", "x86_64"), ("docker-ce", "3:26.1.5-1", "x86_64"), ("docker-ce", "3:28.5.2-1", "x86_64")],
            tool.ReadList(Text).Select(package => (package.Name, package.Version, package.Architecture)));
    }

    [Theory]
    [InlineData(
        "Updating and loading repositories:\nRepositories loaded.\nFailed to resolve the transaction:\nNo match for argument: docker-ce-3:29.1-1\n"
        + "You can try to add to command line:\n  --skip-unavailable to skip unavailable packages\n",
        "Failed to resolve the transaction: No match for argument: docker-ce-3:29.1-1")]
    [InlineData(
        "Updating and loading repositories:\n>>> Usable URL not found\nFailed to download metadata (baseurl: \"file:///srv/nosuch\") for repository \"gone\": Usable URL not found\n",
        "Failed to download metadata (baseurl: \"file:///srv/nosuch\") for repository \"gone\": Usable URL not found")]
    [InlineData(
        "Updating and loading repositories:\nRepositories loaded.\nTotal size of inbound packages is 19 KiB. Need to download 19 KiB.\n"
        + "After this operation, 1 B will be freed (install 20 B, remove 21 B).\nOperation aborted by the user.\n",
        null)]
    public void A_refusal_is_told_from_the_end_that_assumeno_makes(string errors, string? refusal) => Assert.Equal(
        refusal,
        tool.ReadRefusal(new() { DockerHost = DockerHost.Local, Command = ["dnf"], ExitCode = 1, Output = "", ErrorOutput = errors, Duration = default }));

    // dnf 5 takes options of a command behind it only, and has no --downloaddir; yum knows no other way.
    [Fact]
    public void Options_of_a_command_stand_behind_it()
    {
        HostPackage old = new("docker-ce", "3:26.1.5-1", "x86_64");
        Assert.Equal("env LC_ALL=C dnf -q list --showduplicates docker-ce", string.Join(' ', tool.List(["docker-ce"])));
        Assert.Equal(
            "env LC_ALL=C dnf -q -C --disablerepo=* --enablerepo=own list --showduplicates docker-ce",
            string.Join(' ', new RpmTool("dnf", "own", offline: true).List(["docker-ce"])));
        Assert.Equal("env LC_ALL=C dnf -y install --downloadonly --setopt=destdir=/new docker-ce-3:28.5.2-1", string.Join(' ', tool.Download("/new", ["docker-ce-3:28.5.2-1"])));
        Assert.Equal("env LC_ALL=C dnf -y reinstall --downloadonly --setopt=destdir=/old docker-ce-3:26.1.5-1", string.Join(' ', tool.DownloadInstalled("/old", [old])));
        Assert.Equal("env LC_ALL=C yum -y reinstall --downloadonly --downloaddir=/old docker-ce-3:26.1.5-1", string.Join(' ', new RpmTool("yum").DownloadInstalled("/old", [old])));
    }
}
