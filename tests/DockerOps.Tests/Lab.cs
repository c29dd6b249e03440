using System.Text.Json;

namespace DockerOps.Tests;

/// <summary>
/// The running lab (tests/lab): real engines and real SSH hosts. <c>$DOCKEROPS_LAB</c> names its lab.json, whose members
/// this class hands out. Tests that need it carry <see cref="LabFactAttribute"/> or <see cref="LabTheoryAttribute"/>.
/// </summary>
public sealed class Lab
{
    private const string Variable = "DOCKEROPS_LAB";
    private static readonly Lazy<Lab?> Found = new(Find);
    private readonly JsonElement facts;

    private Lab(JsonElement facts) => this.facts = facts;

    /// <summary>Why there is no lab; null when there is one.</summary>
    public static string? WhyNot => Found.Value is null ? $"no lab: start one with tests/lab/lab.sh up and name its lab.json in ${Variable}" : null;

    /// <summary>The lab. Only a test that a lab attribute let through may ask for it.</summary>
    public static Lab Current => Found.Value ?? throw new InvalidOperationException(WhyNot);

    /// <summary>The engine of this machine, the oldest of the lab.</summary>
    public DockerHost Local => Engine("local");

    /// <summary>The host on SSH port 2222 that has the SME image; a docker CLI is installed there.</summary>
    public DockerHost Sme => SmeAs("root");

    /// <summary>The host without a docker CLI; <c>docker</c> may open the socket and has sudo.</summary>
    public DockerHost Boot => BootAs("docker");

    /// <summary>The image that <see cref="Local"/> and <see cref="Sme"/> have.</summary>
    public string SmeImage => Text("images", "sme");

    /// <summary>The same image as a docker-archive file.</summary>
    public string SmeArchive => Text("images", "smeArchive");

    /// <summary>The password of the users <c>docker</c> and <c>locked</c> on both hosts.</summary>
    public string Password => File.ReadAllText(Text("ssh", "passwordFile")).Trim();

    /// <summary>A name nothing else in the lab has: for containers, images, files.</summary>
    public static string Unique(string prefix = "test") => $"{prefix}-{Guid.NewGuid().ToString("N")[..10]}";

    /// <summary>An engine of this machine: <c>local</c>, <c>new</c> or <c>containerd</c>.</summary>
    public DockerHost Engine(string name) => DockerHost.Parse(Text("engines", name, "address"));

    /// <summary>sme9-docker as another user: root, docker, admin (sudo only), plain (no right), locked (password only), nofwd.</summary>
    public DockerHost SmeAs(string user) => OverSsh(user, "sme9-docker");

    /// <summary>boot2docker as another user; see <see cref="SmeAs"/>.</summary>
    public DockerHost BootAs(string user) => OverSsh(user, "boot2docker");

    /// <summary>The versions that the repositories of the nodes offer, oldest first: <c>20.10.24</c>.</summary>
    public IReadOnlyList<string> NodeVersions => [.. Member(["nodes", "versions"]).EnumerateArray().Select(version => version.GetString()!)];

    /// <summary>A host whose engine is a package: <c>node1</c> (dnf, systemd), <c>node2</c> (dnf, System V), <c>node3</c> (apt, systemd).</summary>
    public DockerHost Node(string name, string user = "root") => OverSsh(user, name);

    /// <summary>Whether the lab has something not every machine can have: <c>newEngine</c>, <c>containerdStore</c>, <c>nodes</c>, <c>bench</c>.</summary>
    public bool Has(string capability) => facts.GetProperty("capabilities").TryGetProperty(capability, out var has) && has.GetBoolean();

    /// <summary>A text of lab.json by its path, as in <c>Text("hosts", "boot2docker", "fingerprint")</c>.</summary>
    public string Text(params string[] path) => Member(path).GetString()!;

    /// <summary>A number of lab.json by its path.</summary>
    public int Number(params string[] path) => Member(path).GetInt32();

    private DockerHost OverSsh(string user, string host) =>
        DockerHost.Parse($"ssh://{user}@{Text("hosts", host, "alias")}:{Number("hosts", host, "port")}");

    private JsonElement Member(string[] path) => path.Aggregate(facts, (at, name) => at.GetProperty(name));

    private static Lab? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { Length: > 0 } file) return null;
        using var document = JsonDocument.Parse(File.ReadAllText(file));
        var lab = new Lab(document.RootElement.Clone());

        // The lab's own ssh goes first: it reads the lab's configuration and not this user's.
        var path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", lab.Text("ssh", "binFolder") + Path.PathSeparator + path);
        return lab;
    }
}
