using System.Text.Json;
using System.Text.Json.Nodes;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>The certificates that an engine needs to let in only those whom its authority knows.</summary>
internal sealed class TlsFiles
{
    private const string Folder = "/etc/docker/tls";
    private const string Boot2DockerFolder = "/var/lib/boot2docker/tls";
    private const string Address = "tcp://0.0.0.0:2376";

    // The mode that dockerd's documentation gives each: "Protect the Docker daemon socket".
    private static readonly (string Option, string Name, string Mode)[] Parts =
        [("tlscacert", "ca.pem", "0444"), ("tlscert", "server-cert.pem", "0444"), ("tlskey", "server-key.pem", "0400")];

    private readonly string folder;
    private readonly Dictionary<string, byte[]> bytes;

    private TlsFiles(string folder, Dictionary<string, byte[]> bytes) => (this.folder, this.bytes) = (folder, bytes);

    /// <summary>Reads them on this machine.</summary>
    /// <exception cref="DockerOpsException">NotFound, NotPermitted: a file. InvalidInput: they do not go together.</exception>
    public static TlsFiles Read(string source, bool boot2Docker)
    {
        var bytes = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (var (_, name, _) in Parts)
        {
            var path = Path.Combine(source, name);
            try
            {
                bytes[name] = File.ReadAllBytes(path);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
            {
                throw new DockerOpsException(FailureKind.NotFound, $"There is no '{path}'. New-DockerCertificate makes ca.pem, server-cert.pem and server-key.pem.", source, e);
            }
            catch (UnauthorizedAccessException e)
            {
                throw new DockerOpsException(FailureKind.NotPermitted, $"'{path}' may not be read.", source, e);
            }
        }

        DockerCertificates.CheckServer(source);
        return new(boot2Docker ? Boot2DockerFolder : Folder, bytes);
    }

    /// <summary>The changes, with the settings that TLS needs in front of them.</summary>
    public IEnumerable<DaemonChange> Complete(IReadOnlyList<DaemonChange> changes, DaemonConfig config)
    {
        var more = new List<DaemonChange> { Change("tlsverify", true) };
        more.AddRange(Parts.Select(part => Change(part.Option, $"{folder}/{part.Name}")));
        if (changes.All(change => change.Setting != "hosts"))
        {
            List<string> hosts = [.. config.ValuesOf("hosts")];
            if (hosts.Count == 0) hosts.Add("unix://" + DockerHost.DefaultSocket);
            if (!hosts.Any(host => host.StartsWith("tcp://", StringComparison.Ordinal))) hosts.Add(Address);
            more.Add(Change("hosts", new JsonArray([.. hosts.Select(host => (JsonNode)host)])));
        }

        return [.. more.Where(change => changes.All(own => own.Setting != change.Setting)), .. changes];
    }

    /// <summary>The files that differ from those on the host.</summary>
    public async Task<IReadOnlyList<ConfigFileChange>> ChangesAsync(HostShell shell, CancellationToken cancellation)
    {
        var changes = new List<ConfigFileChange>();
        foreach (var (_, name, mode) in Parts)
        {
            var change = await ChangeAsync(shell, $"{folder}/{name}", bytes[name], cancellation).ConfigureAwait(false);
            if (change.Before is null || !change.Before.AsSpan().SequenceEqual(bytes[name])) changes.Add(change with { Mode = mode });
        }

        return changes;
    }

    /// <summary>One file of the host with what it is to become; its text is shown to nobody.</summary>
    public static async Task<ConfigFileChange> ChangeAsync(HostShell shell, string path, byte[]? after, CancellationToken cancellation)
    {
        var hex = await shell.ReadAsync(["sh", "-c", "[ -f \"$1\" ] || { echo none; exit 0; }; od -An -v -tx1 <\"$1\"", "sh", path], cancellation).ConfigureAwait(false);
        return new(path, hex.Trim() == "none" ? null : ConfigStore.Bytes(shell.Host, hex.Split('\n')), after)
        {
            Mode = path.EndsWith("key.pem", StringComparison.Ordinal) ? "0400" : "0444",
            Shown = after is null ? "(gone)" : $"({after.Length} bytes, not shown)",
        };
    }

    private static DaemonChange Change(string name, JsonNode value) => new(name, JsonSerializer.SerializeToElement(value, WireNode.Default.JsonNode));
}
