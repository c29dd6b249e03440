using DockerOps.Containers;
using DockerOps.Engine;
using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>
/// createrepo_c runs in a container: the folder is sent in, the metadata comes out. Nothing is mounted, so the engine may be
/// anywhere, and what comes out belongs to this user.
/// </summary>
/// <param name="Engine">The engine.</param>
/// <param name="Image">The image, which has createrepo_c.</param>
/// <param name="Options">createrepo_c's options.</param>
/// <param name="Folder">The folder on this machine.</param>
internal sealed record ContainerMetadataStep(EngineClient Engine, string Image, IReadOnlyList<string> Options, string Folder) : HostStep
{
    private const string Root = "dockerops-repository";

    private ContainerSpec Container { get; } = new()
    {
        Image = Image,
        Labels = new Dictionary<string, string> { [BuildRemains.Label] = BuildRemains.Mark("createrepo") },
        Entrypoint = ["createrepo_c"],
        Command = [.. Options, "/" + Root],
        User = "0:0",
        Network = "none",
    };

    private string Metadata => Path.Combine(Folder, YumRepositoryFolder.Metadata);

    public override string Show(HostShell shell)
    {
        var run = RunPlan.For(Container, keep: false);
        object[] calls = [run.Create, Write(ContainerRequests.LaterId), run.Attach, run.Start, run.Wait, Read(ContainerRequests.LaterId), run.Remove];
        return string.Join(Environment.NewLine, calls.Select(call => $"{call} on {Engine.Host}{(call is EngineRequest { Method: var method } && method == HttpMethod.Get ? $" > {Metadata}" : "")}"));
    }

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = $"making the metadata in a container on {Engine.Host}";
        var events = ContainerRun.RunAsync(Engine, Container, keep: false, timeout: null, FillAsync, CollectAsync, cancellation);
        await foreach (var item in events.ConfigureAwait(false))
        {
            if (item is not Output<CommandResult> { Value: { Success: false } result }) continue;
            var last = result.ErrorOutput.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault();
            throw new DockerOpsException(
                FailureKind.CommandFailed, $"createrepo_c in a container of '{Image}' on '{Engine.Host}' ended with exit code {result.ExitCode}: {ArchiveText.Shown(last ?? "it gave no reason")}", Image);
        }
    }

    private async Task FillAsync(string id, CancellationToken cancellation)
    {
        using var content = new TreeContent([new SentTree(new LocalTree(Folder), Root)], [], new TransferMeter());
        using var response = await Engine.SendAsync(Write(id), content, cancellation).ConfigureAwait(false);
    }

    // What is there are links to the files of the old state: they are taken away, never written into.
    private async Task CollectAsync(string id, CancellationToken cancellation)
    {
        await using var body = await Engine.OpenAsync(Read(id), cancellation).ConfigureAwait(false);
        await using var buffered = new BufferedStream(body, 64 * 1024);
        try
        {
            using var made = new ReceivedFolder(Metadata, PartialFile.PartialOf(Metadata));
            await made.FillAsync(new TarInput(buffered, $"What '{Engine.Host}' sent of the metadata"), new TransferMeter(), cancellation).ConfigureAwait(false);
            if (Directory.Exists(Metadata)) Directory.Delete(Metadata, recursive: true);
            made.Commit(overwrite: false);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            throw LocalFile.Explain(e, Metadata);
        }
    }

    private EngineRequest Write(string id) => CopyRequests.Write(id, "/", Folder);

    private static EngineRequest Read(string id) => CopyRequests.Read(id, $"/{Root}/{YumRepositoryFolder.Metadata}/.");
}
