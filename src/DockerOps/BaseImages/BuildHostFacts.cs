using System.Globalization;
using DockerOps.Hosts;

namespace DockerOps.BaseImages;

/// <summary>What a host offers a build.</summary>
/// <param name="Manager"><c>dnf</c> or <c>yum</c>.</param>
/// <param name="HasDocker">Whether the docker client is there.</param>
/// <param name="Folder">The folder to work in, with no link in its path: so the host's lists of mounts and of processes have it.</param>
/// <param name="MemoryKilobytes">The most memory a root may take; 0: it is made on disk.</param>
/// <param name="Free">Free bytes in the folder.</param>
/// <param name="DataFree">Free bytes in the engine's data root.</param>
/// <param name="SharesDevice">Whether both are the same file system.</param>
internal sealed record BuildHostFacts(
    string Manager, bool HasDocker, string Folder, long MemoryKilobytes, long Free, long DataFree, bool SharesDevice)
{
    private const string UsualFolder = "/var/tmp";

    // Less is not worth the risk: a root of 1 GB and its packages need half of this, and the host has other work.
    private const long LeastMemoryKilobytes = 3L << 20;
    private const long LeastRoom = 8L << 20;
    private static readonly IReadOnlyList<string> Tools = ["rpm", "tar"];

    /// <summary>What is known of a container before there is one; that it has yum shows when it is called.</summary>
    public static BuildHostFacts OfContainer(BaseImageSpec spec) =>
        new("yum", HasDocker: false, (spec.TemporaryFolder ?? UsualFolder).TrimEnd('/'), MemoryKilobytes: 0, Free: 0, DataFree: 0, SharesDevice: true);

    /// <summary>Looks, changing nothing.</summary>
    /// <exception cref="DockerOpsException">
    /// NotPermitted: no root. Unsupported: no yum, rpm or tar. NotFound: no such folder. InvalidInput: it leads to one that cannot be worked in. NoSpace.
    /// </exception>
    public static async Task<BuildHostFacts> ReadAsync(HostShell root, BaseImageSpec spec, string? dataRoot, CancellationToken cancellation)
    {
        var host = root.Host;
        var folder = (spec.TemporaryFolder ?? UsualFolder).TrimEnd('/');
        var result = await root.RunAsync(BuildScripts.LookAt(folder.Length == 0 ? "/" : folder, dataRoot ?? "/var/lib/docker"), cancellation).ConfigureAwait(false);
        if (!result.Success)
            throw new DockerOpsException(
                FailureKind.NotPermitted, $"Making a root file system on '{host}' needs root, or sudo without a password: {result.ErrorOutput.Trim()}", host);
        var facts = result.Lines.Select(line => line.Split('=', 2)).Where(pair => pair.Length == 2).DistinctBy(pair => pair[0]).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

        var manager = facts.GetValueOrDefault("manager")
            ?? throw new DockerOpsException(FailureKind.Unsupported, $"'{host}' has neither yum nor dnf to install packages with.", host);
        foreach (var tool in Tools.Where(tool => !facts.ContainsKey(tool)))
            throw new DockerOpsException(FailureKind.Unsupported, $"'{host}' has no {tool}, which making a base image needs.", host);
        if (spec.Architecture is { } wanted && wanted != facts.GetValueOrDefault("machine") && manager == "yum")
            throw new DockerOpsException(FailureKind.Unsupported, $"yum on '{host}' installs for its own architecture only ({facts.GetValueOrDefault("machine")}); dnf could install {wanted}.", wanted);
        if (!facts.TryGetValue("folder", out var real)) throw new DockerOpsException(FailureKind.NotFound, $"There is no folder '{folder}' on '{host}' to work in.", folder);
        BaseImageSpec.CheckFolder(real);
        folder = real.TrimEnd('/');

        var memory = Kilobytes(facts, "memory") is var available && spec.TemporaryFolder is null && available >= LeastMemoryKilobytes ? available / 2 : 0;
        var free = Kilobytes(facts, "free") << 10;
        if (memory == 0 && free < LeastRoom) throw NoSpace(host, folder, LeastRoom, free);
        return new BuildHostFacts(
            manager, facts.ContainsKey("docker"), folder, memory, free, Kilobytes(facts, "dataFree") << 10,
            memory == 0 && facts.GetValueOrDefault("device") == facts.GetValueOrDefault("dataDevice"));
    }

    /// <summary>The failure of a folder without room.</summary>
    public static DockerOpsException NoSpace(DockerHost host, string folder, long needed, long free) => new(
        FailureKind.NoSpace, $"'{folder}' on '{host}' needs about {needed:N0} bytes, and {free:N0} are free there. -TemporaryFolder names another folder.", folder);

    private static long Kilobytes(IReadOnlyDictionary<string, string> facts, string name) =>
        long.TryParse(facts.GetValueOrDefault(name), CultureInfo.InvariantCulture, out var number) ? number : 0;
}
