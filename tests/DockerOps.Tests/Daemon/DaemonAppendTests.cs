using System.Text.Json;
using DockerOps.Daemon;
using Xunit;

namespace DockerOps.Tests.Daemon;

/// <summary>What is added leaves what is there as it is, objects too.</summary>
public sealed class DaemonAppendTests
{
    private const string Json = "/etc/docker/daemon.json";
    private const string Unit = "/lib/systemd/system/docker.service";
    private const string Nvidia = "\"nvidia\":{\"path\":\"nvidia-container-runtime\",\"runtimeArgs\":[]}";

    private static readonly DaemonFacts Facts = new(null, "28.5.2", true, true);

    [Theory]
    [InlineData("{\n  \"runtimes\": {\n    " + Nvidia + "\n  },\n  \"default-runtime\": \"nvidia\"\n}\n",
        "{\n  \"runtimes\": {\n    " + Nvidia + ",\n    \"kata\":{\n      \"path\": \"/usr/bin/kata\",\n      \"runtimeArgs\": [\"--x\"]\n    }\n  },\n  \"default-runtime\": \"nvidia\"\n}\n")]
    [InlineData("{\"runtimes\":{" + Nvidia + "}}", "{\"runtimes\":{" + Nvidia + ",\"kata\":{ \"path\": \"/usr/bin/kata\", \"runtimeArgs\": [\"--x\"] }}}")]
    public void A_runtime_comes_beside_those_there_are(string before, string after)
    {
        var kata = new Dictionary<string, object> { ["kata"] = new { path = "/usr/bin/kata", runtimeArgs = new[] { "--x" } } };

        Assert.Equal(after, Append([(Json, before)], "runtimes", kata));
    }

    [Theory]
    [InlineData("builder", "{ \"builder\": { \"gc\": { \"enabled\": true } } }", "{\"entitlements\":{\"network-host\":true}}",
        "{ \"builder\": { \"gc\": { \"enabled\": true }, \"entitlements\": { \"network-host\": true } } }")]
    [InlineData("default-address-pools", "{ \"default-address-pools\": [{ \"base\": \"10.1.0.0/16\", \"size\": 24 }] }", "\"base=10.2.0.0/16,size=24\"",
        "{ \"default-address-pools\": [{ \"base\": \"10.1.0.0/16\", \"size\": 24 }, { \"base\": \"10.2.0.0/16\", \"size\": 24 }] }")]
    [InlineData("default-ulimits", "{ \"default-ulimits\": { \"nofile\": { \"Name\": \"nofile\", \"Hard\": 2, \"Soft\": 1 } } }", "\"core=0\"",
        "{ \"default-ulimits\": { \"nofile\": { \"Name\": \"nofile\", \"Hard\": 2, \"Soft\": 1 }, \"core\": { \"Name\": \"core\", \"Hard\": 0, \"Soft\": 0 } } }")]
    [InlineData("log-opts", "{ \"log-opts\": { \"max-size\": \"1m\", \"max-file\": \"3\" } }", "[\"max-size=2m\"]", "{ \"log-opts\": { \"max-size\": \"2m\", \"max-file\": \"3\" } }")]
    [InlineData("labels", "{ \"labels\": [\"a=1\"] }", "[\"a=1\",\"b=2\"]", "{ \"labels\": [\"a=1\", \"b=2\"] }")]
    [InlineData("features", "{ \"features\": {} }", "{\"x\":true}", "{ \"features\": {\"x\": true} }")]
    [InlineData("runtimes", "{ \"runtimes\": null }", "\"x=/x\"", "{ \"runtimes\": { \"x\": { \"path\": \"/x\" } } }")]
    public void Every_shape_of_value_is_kept(string name, string before, string more, string after) =>
        Assert.Equal(after, Append([(Json, before)], name, JsonDocument.Parse(more).RootElement));

    [Fact]
    public void What_stands_in_a_flag_and_in_the_file_ends_up_in_the_file()
    {
        (string, string)[] files = [(Unit, "[Service]\nExecStart=/usr/bin/dockerd --label f=1 --add-runtime r=/r\n"), (Json, "{ \"labels\": [\"a=1\"], \"runtimes\": {" + Nvidia + "} }")];

        Assert.Equal("{ \"labels\": [\"f=1\", \"a=1\", \"b=2\"], \"runtimes\": {" + Nvidia + "} }", Append(files, "labels", "b=2"));
        Assert.Contains(Nvidia + ",\"r\":{ \"path\": \"/r\" },\"x\":{ \"path\": \"/x\" }", Append(files, "runtimes", "x=/x"), StringComparison.Ordinal);
    }

    private static string Append((string Path, string Text)[] files, string name, object value)
    {
        var editor = new DaemonConfigEditor(ConfigText.Build(Facts, files), isBoot2Docker: false);
        editor.Apply(DaemonAppend.Complete(new(name, JsonSerializer.SerializeToElement(value)), editor.Config), null);
        return editor.Finish().Files.Single(file => file.Path == Json).Text;
    }
}
