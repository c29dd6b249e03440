using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

public sealed class ContainerRequestsTests
{
    [Theory]
    [InlineData("web", "POST /containers/web/start")]
    [InlineData("/web", "POST /containers/web/start")]
    [InlineData("3f4e", "POST /containers/3f4e/start")]
    public void A_name_stands_in_the_path(string name, string call) => Assert.Equal(call, ContainerRequests.Start(name).ToString());

    [Theory]
    [InlineData("")]
    [InlineData("web*")]
    [InlineData("..")]
    [InlineData("../images/json?x=")]
    [InlineData("a/b")]
    [InlineData("a b")]
    [InlineData("-a")]
    [InlineData("web\n")]
    public void What_cannot_be_a_name_never_gets_into_a_path(string name)
    {
        var failure = Assert.Throws<DockerOpsException>(() => ContainerRequests.Remove(name, force: true, volumes: false));
        Assert.Equal((FailureKind.InvalidInput, (object)name), (failure.Kind, failure.Target));
    }

    [Fact]
    public void A_time_is_rounded_up_to_seconds() =>
        Assert.Equal("POST /containers/web/stop?t=2", ContainerRequests.Stop("web", TimeSpan.FromSeconds(1.2)).ToString());

    [Fact]
    public void Secrets_are_sent_and_not_shown()
    {
        var request = ContainerRequests.Create(new ContainerSpec
        {
            Image = "sme-9:6.5",
            Environment = new Dictionary<string, string> { ["TOKEN"] = "hidden", ["A"] = "also=hidden" },
            LogDriver = "splunk",
            LogOptions = new Dictionary<string, string> { ["splunk-token"] = "hidden", ["tag"] = "shown" },
        });
        Assert.Contains("\"TOKEN=hidden\"", request.Body, StringComparison.Ordinal);
        Assert.Contains("\"A=also=hidden\"", request.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", request.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"TOKEN=***\"", request.ToString(), StringComparison.Ordinal);
        Assert.Contains("shown", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_of_a_container_is_in_its_body() => Assert.Equal(
        """
        {"Image":"sme-9","Cmd":["echo","a b"],"Entrypoint":["sh"],"Labels":{"a":"b"},"User":"admin","WorkingDir":"/tmp","Hostname":"box","Volumes":{"/new":{}},"HostConfig":{"Binds":["/srv:/data:ro"],"Dns":["10.0.0.1"],"LogConfig":{"Type":"none","Config":{}},"NetworkMode":"none"}}
        """,
        ContainerRequests.Create(new ContainerSpec
        {
            Image = "sme-9",
            Name = "web",
            Command = ["echo", "a b"],
            Entrypoint = ["sh"],
            Labels = new Dictionary<string, string> { ["a"] = "b" },
            User = "admin",
            WorkingDirectory = "/tmp",
            HostName = "box",
            Volumes = [VolumeSpec.Parse("/srv:/data:ro"), VolumeSpec.Parse("/new")],
            Dns = ["10.0.0.1"],
            LogDriver = "none",
            Network = "none",
        }).Body);

    public static TheoryData<string, string> Wrong => new()
    {
        { "image", "UPPER" }, { "image", "" }, { "name", "a b" }, { "dns", "resolver.lan" }, { "folder", "tmp" }, { "variable", "A=B" }, { "variable", "" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_no_engine_takes_is_refused_with_the_users_text(string part, string text)
    {
        var spec = new ContainerSpec { Image = "sme-9" };
        spec = part switch
        {
            "image" => spec with { Image = text },
            "name" => spec with { Name = text },
            "dns" => spec with { Dns = [text] },
            "folder" => spec with { WorkingDirectory = text },
            _ => spec with { Environment = new Dictionary<string, string> { [text] = "hidden" } },
        };
        var failure = Assert.Throws<DockerOpsException>(() => ContainerRequests.Create(spec));
        Assert.Equal((FailureKind.InvalidInput, (object)text), (failure.Kind, failure.Target));
        Assert.DoesNotContain("hidden", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Log_options_need_a_driver()
    {
        var spec = new ContainerSpec { Image = "sme-9", LogOptions = new Dictionary<string, string> { ["tag"] = "x" } };
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => ContainerRequests.Create(spec)).Kind);
    }
}
