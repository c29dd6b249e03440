using System.Formats.Tar;
using System.Globalization;
using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>Files are sent as one archive into the next state of the folder, and compared there.</summary>
/// <param name="Files">The files.</param>
/// <param name="Folder">The folder on the host.</param>
internal sealed record SendFilesStep(IReadOnlyList<PublishedFile> Files, string Folder) : HostStep
{
    // What is there is a link to the file of the old state: it is taken away, never written into. The hashes come back in
    // the order of the names.
    private const string Receive = """
        umask 022
        cd -- "$1" && shift || exit 1
        rm -f -- "$@" && tar -x -m -f - && sha256sum -- "$@"
        """;

    public override string Show(HostShell shell) => string.Join(
        Environment.NewLine, Files.Select(file => string.Create(CultureInfo.InvariantCulture, $"send {file.Source ?? "text"} ({file.Size} bytes) to {Folder}/{file.Path} on {shell.Host}")));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        foreach (var files in Files.Chunk(500))
        {
            var hashes = await SendAsync(shell, files, meter, cancellation).ConfigureAwait(false);
            for (var i = 0; i < files.Length; i++)
            {
                if (i >= hashes.Count || hashes[i] != files[i].Sha256)
                    throw new DockerOpsException(FailureKind.Corrupt, $"'{files[i].Path}' came out differently on '{shell.Host}'; what was published before is still there.", files[i].Source);
            }
        }
    }

    private async Task<IReadOnlyList<string>> SendAsync(HostShell shell, PublishedFile[] files, TransferMeter meter, CancellationToken cancellation)
    {
        IReadOnlyList<string> words = ["sh", "-c", Receive, "sh", Folder, .. files.Select(file => HostFileScripts.Safe(file.Path))];
        await using var command = await HostCommand.StartAsync(shell, words, cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(command.Kill);
        using var reader = new StreamReader(command.Output, leaveOpen: true);
        var answer = reader.ReadToEndAsync(CancellationToken.None);
        try
        {
            await WriteAsync(files, command.Input, meter, cancellation).ConfigureAwait(false);
            command.Input.Close();
        }
        catch (IOException)
        {
            // The other end has stopped listening: its words say why.
            command.Kill();
        }

        var text = await answer.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await command.CompleteAsync(cancellation).ConfigureAwait(false);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimStart('\\').Split(' ')[0])];
    }

    private static async Task WriteAsync(PublishedFile[] files, Stream target, TransferMeter meter, CancellationToken cancellation)
    {
        await using var tar = new TarWriter(target, TarEntryFormat.Pax, leaveOpen: true);
        foreach (var file in files)
        {
            meter.Status = "sending " + file.Path;
            await using Stream content = file.Source is null ? new MemoryStream(file.Text!) : LocalFile.OpenRead(file.Source);
            var entry = new PaxTarEntry(TarEntryType.RegularFile, file.Path)
            {
                DataStream = content,
                Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
            };
            await tar.WriteEntryAsync(entry, cancellation).ConfigureAwait(false);
            meter.Add(file.Size);
        }
    }
}

/// <summary>The repository is asked for at its address from here, and has to be the one that was sent.</summary>
/// <param name="BaseUrl">Its address.</param>
/// <param name="Files">The files that are compared.</param>
internal sealed record AskWebServerStep(string BaseUrl, IReadOnlyList<PublishedFile> Files) : HostStep
{
    private const int Attempts = 10;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(300);
    private static readonly HttpClient Client = new(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(5), PooledConnectionLifetime = TimeSpan.FromMinutes(1) })
    {
        Timeout = TimeSpan.FromSeconds(20),
    };

    public override string Show(HostShell shell) => string.Join(Environment.NewLine, Files.Select(file => $"GET {Address(file)} from here, and compare"));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "asking " + BaseUrl;
        foreach (var file in Files)
        {
            if (await AskAsync(file, cancellation).ConfigureAwait(false) is { } problem)
            {
                throw new DockerOpsException(
                    FailureKind.Unreachable, $"The repository lies on '{shell.Host}', but hosts will not find it at '{BaseUrl}': {problem}. Look at the web server's root, its log and the firewall.", BaseUrl);
            }
        }
    }

    // A server that was just started may need a moment.
    private async Task<string?> AskAsync(PublishedFile file, CancellationToken cancellation)
    {
        string? problem = null;
        for (var i = 0; i < Attempts; i++)
        {
            if (i > 0) await Task.Delay(Pause, cancellation).ConfigureAwait(false);
            try
            {
                using var answer = await Client.GetAsync(Address(file), cancellation).ConfigureAwait(false);
                if (!answer.IsSuccessStatusCode) problem = $"{Address(file)} answers {(int)answer.StatusCode} {answer.ReasonPhrase}";
                else if (Hex.Lower(System.Security.Cryptography.SHA256.HashData(await answer.Content.ReadAsByteArrayAsync(cancellation).ConfigureAwait(false))) == file.Sha256) return null;
                else problem = $"{Address(file)} is another file than was sent";
            }
            catch (Exception e) when (e is HttpRequestException or IOException || (e is TaskCanceledException && !cancellation.IsCancellationRequested))
            {
                problem = e.InnerException?.Message ?? e.Message;
            }
        }

        return problem?.TrimEnd('.');
    }

    private string Address(PublishedFile file) => $"{BaseUrl.TrimEnd('/')}/{file.Path}";
}
