using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>The earlier versions of a host's configuration files, as each change has kept them.</summary>
/// <param name="Folder">Where they are.</param>
/// <param name="Versions">They, oldest first.</param>
/// <param name="Texts">The bytes of the files, by version and path; a file that was not there has null.</param>
internal sealed record ConfigStore(string Folder, IReadOnlyList<KeptDaemonConfig> Versions, IReadOnlyDictionary<(string Id, string Path), byte[]?> Texts)
{
    /// <summary>Changes that nobody has finished.</summary>
    public IReadOnlyList<KeptDaemonConfig> Open => [.. Versions.Where(v => v.State == KeptConfigState.Open)];

    public static string FolderFor(HostFacts facts) => facts.Distribution == "boot2docker" ? ConfigScripts.Boot2DockerBase : ConfigScripts.Base;

    public static async Task<ConfigStore> ReadAsync(HostShell root, string folder, bool texts, CancellationToken cancellation) =>
        Parse(root.Host, folder, await root.ReadAsync(ConfigScripts.List(folder, texts), cancellation).ConfigureAwait(false));

    internal static ConfigStore Parse(DockerHost host, string folder, string output)
    {
        var versions = new List<KeptDaemonConfig>();
        var texts = new Dictionary<(string, string), byte[]?>();
        var paths = new Dictionary<string, string>(StringComparer.Ordinal);

        // Versions of old have the path behind the links only.
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var lines = ArchiveText.Plain(output).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var words = lines[at].Split(' ', 3);
            switch (words)
            {
                case ["kept", var id, var state]:
                    versions.Add(new() { DockerHost = host, Id = id, State = Enum.TryParse<KeptConfigState>(state, ignoreCase: true, out var known) ? known : KeptConfigState.Open });
                    paths.Clear();
                    names.Clear();
                    break;
                case ["time", var time] when versions.Count > 0 && DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment):
                    versions[^1] = versions[^1] with { Time = moment.ToUniversalTime() };
                    break;
                case ["what", _, ..] when versions.Count > 0: versions[^1] = versions[^1] with { Settings = lines[at]["what ".Length..].Split(", ", StringSplitOptions.RemoveEmptyEntries) }; break;
                case ["engine", var engine] when versions.Count > 0: versions[^1] = versions[^1] with { EngineRan = engine == "runs" }; break;
                case ["copying", var how, var copy] when versions.Count > 0: versions[^1] = versions[^1] with { Copying = (copy, how == "folder") }; break;
                case ["name", var number, var name] when versions.Count > 0: names[number] = name; break;
                case ["file" or "none", var number, var real] when versions.Count > 0:
                    var path = names.GetValueOrDefault(number, real);
                    versions[^1] = versions[^1] with { Files = [.. versions[^1].Files, path] };
                    paths[number] = path;
                    if (words[0] == "none") texts[(versions[^1].Id, path)] = null;
                    break;
                case ["text", var number] when versions.Count > 0 && paths.TryGetValue(number, out var kept):
                    var hex = lines.Skip(at + 1).TakeWhile(line => line != "end").ToList();
                    at += hex.Count + 1;
                    texts[(versions[^1].Id, kept)] = Bytes(host, hex);
                    break;
            }
        }

        return new(folder, versions, texts);
    }

    /// <summary>The bytes that od(1) has printed.</summary>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: they are cut or garbled.</exception>
    internal static byte[] Bytes(DockerHost host, IEnumerable<string> hex)
    {
        try
        {
            return Convert.FromHexString(string.Concat(hex).Replace(" ", "", StringComparison.Ordinal));
        }
        catch (FormatException e)
        {
            throw new DockerOpsException(FailureKind.Corrupt, $"What '{host}' answered about its engine's configuration is cut or garbled. Try again.", host, e);
        }
    }
}
