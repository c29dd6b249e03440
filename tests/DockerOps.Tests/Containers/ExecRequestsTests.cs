using DockerOps.Containers;
using Xunit;

namespace DockerOps.Tests.Containers;

public sealed class ExecRequestsTests
{
    [Fact]
    public void What_is_sent_has_the_secret_and_what_is_shown_has_not()
    {
        var options = new ExecOptions { Command = ["backup", "-v"], Environment = new Dictionary<string, string> { ["PASSWORD"] = "hidden=yes" } };

        var request = ExecRequests.Create("web", options);

        Assert.Contains("PASSWORD=hidden=yes", request.Body, StringComparison.Ordinal);
        Assert.Contains("PASSWORD=***", request.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hidden", request.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_was_asked_for_is_sent()
    {
        var request = ExecRequests.Create("web", new ExecOptions { Command = ["id"] });

        Assert.Equal("""POST /containers/web/exec {"AttachStdout":true,"AttachStderr":true,"Cmd":["id"]}""", request.ToString());
    }

    [Theory]
    [InlineData("../images/x")]
    [InlineData("a/b")]
    [InlineData("")]
    public void A_name_cannot_leave_its_place_in_the_path(string name)
    {
        var failure = Assert.Throws<DockerOpsException>(() => ExecRequests.Create(name, new ExecOptions { Command = ["id"] }));

        Assert.Equal(FailureKind.InvalidInput, failure.Kind);
        Assert.Equal(name, failure.Target);
    }
}
