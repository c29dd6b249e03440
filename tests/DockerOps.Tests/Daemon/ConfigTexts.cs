using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;

namespace DockerOps.Tests.Daemon;

/// <summary>Makes files as administrators write them, for properties.</summary>
public static class ConfigTexts
{
    private static readonly string[] Flags = ["--debug", "--icc=false", "-H unix:///run/x.sock", "--label a=b", "--log-opt  max-size=1m", "-s overlay2", "--selinux-enabled"];

    /// <summary>A daemon.json and a setting that it may have or not.</summary>
    public static Arbitrary<JsonCase> Json() => (
        from keys in Gen.SubListOf("debug", "dns", "x-unknown", "labels", "log-opts", "data-root", "proxies", "mtu", "ünknown")
        from values in Gen.Elements(0, 1, 2, 3).ListOf(keys.Count)
        from style in Gen.Elements("{ }", "lines", "tabs", "crlf", "compact", "wide", "\uFEFFlines")
        from set in Setting()
        select new JsonCase(Write(keys, [.. values], style), set.Name, set.Value)).ToArbitrary();

    /// <summary>A file of variables and a setting that it may have or not.</summary>
    public static Arbitrary<VariableCase> Variables() => (
        from before in Gen.SubListOf("# comment 'with quotes", "", "DOCKER_CERT_PATH=/etc/docker", "  ", "export A=\"b c\"", "# # DOCKER_TMPDIR=/var/tmp", "if [ -f /x ]; then Y=1; fi")
        from flags in Gen.SubListOf(Flags)
        from gap in Gen.Elements(" ", "  ", "\n")
        from quote in Gen.Elements("\"", "'")
        from lead in Gen.Elements("", " ", "\n")
        from after in Gen.SubListOf("# end", "OTHER='x'", "")
        from end in Gen.Elements("", "\n")
        from set in Setting()
        let value = flags.Count == 0 ? "" : lead + string.Join(gap, flags) + (lead == "\n" ? "\n" : "")
        select new VariableCase(
            string.Join('\n', [.. before, $"other_args={quote}{value}{quote}", .. after]) + end, set.Name, set.Value)).ToArbitrary();

    private static Gen<(string Name, JsonElement Value)> Setting() => Gen.Elements(
        ("dns", "[\"10.0.0.1\",\"10.0.0.2\"]"), ("dns", "[\"192.168.1.1\"]"), ("data-root", "\"/srv/docker\""), ("labels", "[\"a=b\",\"c=ü\"]"),
        ("log-opts", "{\"max-size\":\"10m\",\"max-file\":\"3\"}"), ("mtu", "1400"), ("icc", "false"), ("debug", "true"), ("hosts", "[\"unix:///var/run/docker.sock\"]"))
        .Select(pair => (pair.Item1, JsonDocument.Parse(pair.Item2).RootElement));

    private static string Write(List<string> keys, int[] values, string style)
    {
        var (open, comma, colon, close) = style.TrimStart('\uFEFF') switch
        {
            "lines" => ("{\n  ", ",\n  ", ": ", "\n}\n"),
            "tabs" => ("{\n\t", ",\n\t", ":", "\n}"),
            "crlf" => ("{\r\n    ", ",\r\n    ", ": ", "\r\n}\r\n"),
            "compact" => ("{", ",", ":", "}"),
            "wide" => ("\n{\n\n  ", " ,\n\n  ", " : ", "\n\n}\n\n"),
            _ => ("{ ", ", ", ": ", " }\n"),
        };
        var members = keys.Select((key, i) => $"\"{key}\"{colon}{Value(key, values[i])}");
        var mark = style.StartsWith('\uFEFF') ? "\uFEFF" : "";
        return keys.Count == 0 ? $"{mark}{open.TrimEnd(' ', '\t')}{close.TrimStart('\r', '\n')}" : mark + open + string.Join(comma, members) + close;
    }

    private static string Value(string key, int choice) => (key, choice) switch
    {
        ("debug", _) => choice > 1 ? "true" : "false",
        ("dns" or "labels", 0) => "[]",
        ("dns", 1) => "[\n    \"10.9.9.9\"\n  ]",
        ("dns", _) => "[\"10.9.9.9\" , \"10.9.9.8\"]",
        ("labels", _) => "[ \"a=b\" ]",
        ("log-opts", 0) => "{}",
        ("log-opts", _) => "{ \"max-size\" : \"1m\" }",
        ("proxies", 0) => "{}",
        ("proxies", _) => "{\"http-proxy\": \"http://p:3128\"}",
        ("mtu", _) => "1450",
        ("data-root", _) => "\"\\u002fsrv\"",
        _ => "[1, {\"deep\": [null, 1e3, \"\\\"}{\"]}]",
    };
}

public sealed record JsonCase(string Text, string Name, JsonElement Value);

public sealed record VariableCase(string Text, string Name, JsonElement Value);
