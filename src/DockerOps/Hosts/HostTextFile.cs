using System.Security.Cryptography;
using System.Text;
using DockerOps.Files;

namespace DockerOps.Hosts;

/// <summary>Writes a small text to a host: its bytes go through the command's input, never through its arguments.</summary>
internal static class HostTextFile
{
    /// <exception cref="DockerOpsException">Conflict: the file has appeared. Corrupt: the host read other bytes. NotPermitted, NotFound, NoSpace.</exception>
    public static Task WriteAsync(HostShell shell, FileStep file, CancellationToken cancellation) =>
        WriteAsync(shell, file, Encoding.UTF8.GetBytes(file.Text), cancellation);

    /// <inheritdoc cref="WriteAsync(HostShell, FileStep, CancellationToken)"/>
    /// <param name="shell">The host's shell.</param>
    /// <param name="file">Where it belongs, and how.</param>
    /// <param name="bytes">What it holds, in place of the step's text.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task WriteAsync(HostShell shell, FileStep file, byte[] bytes, CancellationToken cancellation)
    {
        var partial = PartialFile.PartialOf(file.Path);
        var whole = false;
        try
        {
            if (await SendAsync(shell, file.Path, partial, bytes, cancellation).ConfigureAwait(false) != Hex.Lower(SHA256.HashData(bytes)))
                throw new DockerOpsException(FailureKind.Corrupt, $"'{file.Path}' on '{shell.Host}' came out differently; it was thrown away.", file.Path);
            var result = await shell.RunAsync(
                HostFileScripts.CommitTo(partial, file.Path, file.Mode, file.Overwrite, bytes.Length, file.Owner), cancellation).ConfigureAwait(false);
            if (result.ExitCode == HostFileScripts.Exists)
                throw new DockerOpsException(FailureKind.Conflict, $"'{file.Path}' was made by somebody else on '{shell.Host}' meanwhile; it is left alone.", file.Path);
            if (!result.Success) throw HostFile.Explain(shell.Host, file.Path, result.ErrorOutput);
            whole = true;
        }
        finally
        {
            if (!whole) await shell.RunAsync(HostFileScripts.Remove(partial), CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<string?> SendAsync(HostShell shell, string path, string partial, byte[] bytes, CancellationToken cancellation)
    {
        await using var process = await shell.StartAsync(HostFileScripts.ReceiveInto(partial, 0), cancellation).ConfigureAwait(false);
        using var kill = cancellation.Register(process.Kill);
        var answer = HostFile.ReadAsync(process, CancellationToken.None);
        try
        {
            await process.Input.WriteAsync(bytes, cancellation).ConfigureAwait(false);
            process.Input.Close();
        }
        catch (IOException)
        {
            // The other end has stopped listening: its words say why.
            process.Kill();
        }

        var text = await answer.ConfigureAwait(false);
        cancellation.ThrowIfCancellationRequested();
        await shell.EndAsync(process, cancellation).ConfigureAwait(false);
        return HostFile.FindHash(text) ?? throw HostFile.Explain(shell.Host, path, await process.ErrorsAsync().ConfigureAwait(false));
    }
}
