using System.Text.Json;
using DockerOps.Engine.Wire;
using Xunit;

namespace DockerOps.Tests.Containers;

/// <summary>Engines on Windows send exit codes that no signed number of 32 bits holds.</summary>
public sealed class ExitCodeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("137", 137)]
    [InlineData("3221225786", -1073741510)]
    [InlineData("4294967295", -1)]
    public void An_exit_code_is_the_one_a_process_has(string sent, int code)
    {
        Assert.Equal(code, JsonSerializer.Deserialize($$"""{"StatusCode":{{sent}}}""", WireJson.Default.WireEnd)!.Code);
        Assert.Equal(code, JsonSerializer.Deserialize($$"""{"ExitCode":{{sent}}}""", WireJson.Default.WireExecDetail)!.Code);
    }

    [Fact]
    public void A_command_that_has_not_ended_has_none() =>
        Assert.Null(JsonSerializer.Deserialize("""{"Running":true,"ExitCode":null}""", WireJson.Default.WireExecDetail)!.Code);
}
