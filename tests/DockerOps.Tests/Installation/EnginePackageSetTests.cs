using DockerOps.Installation;
using Xunit;

namespace DockerOps.Tests.Installation;

public sealed class EnginePackageSetTests
{
    [Theory]
    [InlineData("fedora", "20", "yum", "docker-engine docker-io")]
    [InlineData("fedora", "21", "yum", "docker-ce docker-engine docker")]
    [InlineData("fedora", "41", "dnf", "docker-ce moby-engine")]
    [InlineData("centos", "6.10", "yum", "docker-engine docker-io")]
    [InlineData("centos", "7", "yum", "docker-ce docker-engine docker")]
    [InlineData("rocky", "9.4", "dnf", "docker-ce moby-engine docker")]
    [InlineData("sme", "9.2", "yum", "docker-engine docker-io")]
    [InlineData("sme", "10.1", "yum", "docker-ce docker-engine docker")]
    [InlineData("debian", "12", "apt", "docker-ce docker.io")]
    public void Each_distribution_has_its_packages(string distribution, string version, string manager, string names)
    {
        var facts = new HostFacts { Distribution = distribution, Version = version, Architecture = "amd64", PackageManager = manager };
        Assert.Equal(names, string.Join(' ', EnginePackageSet.For(facts).Select(set => set.Main)));
    }

    [Theory]
    [InlineData("-y", null, null, null)]
    [InlineData("28.5", null, "http://host/a.tgz", null)]
    [InlineData("28.5.2", null, null, null)]
    [InlineData("28.5.2", null, "http://host/a.tgz", "abc")]
    [InlineData("28.5.2", null, "javascript:1", null)]
    [InlineData("28.5.2", "docker-ce", "http://host/a.tgz", null)]
    public void Values_that_do_not_fit_are_refused(string version, string? package, string? url, string? sha256)
    {
        var options = new InstallOptions { Source = EngineSource.Static, Version = version, Package = package, Url = url, Sha256 = sha256 };
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(options.Check).Kind);
    }

    [Fact]
    public void Package_files_end_in_rpm_or_deb()
    {
        var here = typeof(EnginePackageSetTests).Assembly.Location;
        var failure = Assert.Throws<DockerOpsException>(new InstallOptions { Paths = [here] }.Check);
        Assert.Equal((here, FailureKind.InvalidInput), (failure.Target, failure.Kind));
        failure = Assert.Throws<DockerOpsException>(new InstallOptions { Paths = ["/no/such.rpm"] }.Check);
        Assert.Equal(("/no/such.rpm", FailureKind.NotFound), (failure.Target, failure.Kind));
    }

    [Theory]
    [InlineData("28.5.2+dfsg4", "28.5", true)]
    [InlineData("28.5.2", "28.5.2", true)]
    [InlineData("28.50.0", "28.5", false)]
    [InlineData("20.10.24", "2", false)]
    public void A_version_begins_with_whole_numbers(string version, string wanted, bool begins) => Assert.Equal(begins, EngineChecks.Begins(version, wanted));

    [Fact]
    public void A_folder_is_not_said_to_be_missing()
    {
        var folder = Path.TrimEndingDirectorySeparator(Path.GetTempPath());
        var refused = Assert.Throws<DockerOpsException>(() => new InstallOptions { Paths = [folder] }.Check());
        Assert.Equal(FailureKind.InvalidInput, refused.Kind);
        Assert.Contains($"'{folder}' is a folder", refused.Message, StringComparison.Ordinal);
    }
}
