using DockerOps.Transport;
using Xunit;

namespace DockerOps.Tests.Transport;

public sealed class ShellWordsTests
{
    [Theory]
    [InlineData("plain")]
    [InlineData("")]
    [InlineData("two words")]
    [InlineData("it's")]
    [InlineData("$HOME `id` $(id) \\ \" * ? [a] ~ # ! & | ; < > ( ) { }")]
    [InlineData("line\nbreak\ttab")]
    [InlineData("-n")]
    [InlineData("äöü ☃")]
    [InlineData("'''")]
    public async Task ReachAShellAsTheyAre(string word)
    {
        await using var process = HostProcess.Start(["sh", "-c", ShellWords.Join(["printf", "%s.", word])]);
        using var reader = new StreamReader(process.Output);

        Assert.Equal(word + ".", await reader.ReadToEndAsync());
    }

    [Fact]
    public void RefuseWhatNoArgumentCanHold() =>
        Assert.Equal(FailureKind.InvalidInput, Assert.Throws<DockerOpsException>(() => ShellWords.Join(["a\0b"])).Kind);
}
