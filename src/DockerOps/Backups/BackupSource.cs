using DockerOps.Engine;
using DockerOps.Hosts;

namespace DockerOps.Backups;

/// <summary>
/// Where the bytes of a file of a backup come from: a command on the host, an answer of the engine, or a text. As text it
/// is what will be run.
/// </summary>
internal abstract record BackupSource
{
    private BackupSource()
    {
    }

    /// <summary>Opens it, hands the bytes to a reader, and sees that it came to a good end.</summary>
    /// <param name="read">Reads everything.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What went wrong without making the bytes worthless; null when nothing did.</returns>
    public abstract Task<string?> ReadAsync(Func<Stream, Task> read, CancellationToken cancellation);

    /// <summary>What a command prints.</summary>
    /// <param name="Shell">The shell that runs it.</param>
    /// <param name="Words">Program and arguments.</param>
    internal sealed record Command(HostShell Shell, IReadOnlyList<string> Words) : BackupSource
    {
        // GNU tar manual, "Exit Status": some files differ, they were changed while they were read.
        public const int Changed = 1;

        public override string ToString() => $"{Shell.Show(Words)} on {Shell.Host}";

        public override async Task<string?> ReadAsync(Func<Stream, Task> read, CancellationToken cancellation)
        {
            await using var command = await HostCommand.StartAsync(Shell, Words, cancellation).ConfigureAwait(false);
            await using var kill = cancellation.Register(command.Kill).ConfigureAwait(false);
            command.Input.Close();
            await read(command.BulkOutput).ConfigureAwait(false);
            cancellation.ThrowIfCancellationRequested();
            var code = await command.EndAsync(cancellation).ConfigureAwait(false);
            if (code == 0) return null;
            var words = string.Join(' ', (await command.ErrorsAsync().ConfigureAwait(false)).Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).TakeLast(3));
            return code == Changed && Words[0] == "tar" ? words : throw new DockerOpsException(
                FailureKind.CommandFailed, $"'{Words[0]}' on '{Shell.Host}' ended with exit code {code}: {words}", Shell.Host);
        }
    }

    /// <summary>What the engine answers.</summary>
    /// <param name="Engine">The engine.</param>
    /// <param name="Request">What it is asked.</param>
    internal sealed record Answer(EngineClient Engine, EngineRequest Request) : BackupSource
    {
        public override string ToString() => $"{Request} on {Engine.Host}";

        public override async Task<string?> ReadAsync(Func<Stream, Task> read, CancellationToken cancellation)
        {
            await using var body = await Engine.OpenAsync(Request, cancellation).ConfigureAwait(false);
            await read(body).ConfigureAwait(false);
            return null;
        }
    }

    /// <summary>A volume's content by way of a container that mounts it.</summary>
    /// <param name="Mount">The container.</param>
    internal sealed record Mounted(VolumeMount Mount) : BackupSource
    {
        public override string ToString() => string.Join("; ", Mount.Reading) + $" on {Mount.Engine.Host}";

        public override Task<string?> ReadAsync(Func<Stream, Task> read, CancellationToken cancellation) =>
            Mount.UseAsync(
                async id =>
                {
                    await using var body = await Mount.Engine.OpenAsync(VolumeMount.ReadFrom(id), cancellation).ConfigureAwait(false);
                    await read(body).ConfigureAwait(false);
                    return (string?)null;
                },
                cancellation);
    }

    /// <summary>A text.</summary>
    /// <param name="Name">What it is.</param>
    /// <param name="Bytes">Its bytes.</param>
    internal sealed record Text(string Name, byte[] Bytes) : BackupSource
    {
        public override string ToString() => Name;

        public override async Task<string?> ReadAsync(Func<Stream, Task> read, CancellationToken cancellation)
        {
            using var stream = new MemoryStream(Bytes);
            await read(stream).ConfigureAwait(false);
            return null;
        }
    }
}
