using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using DockerOps.Files;
using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>Asks a host about its files and turns what its commands say into failures about the user's path.</summary>
internal static class HostFile
{
    /// <summary>Runs a command that prints <c>key=value</c> lines.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> FactsAsync(
        HostShell shell, string path, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var result = await shell.RunAsync(command, cancellation).ConfigureAwait(false);
        if (!result.Success) throw Explain(shell.Host, path, result.ErrorOutput);
        var facts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in result.Lines)
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0) facts[line[..equals]] = line[(equals + 1)..];
        }

        return facts;
    }

    /// <summary>Runs a command that prints a SHA-256 and gives it in lower-case hexadecimal.</summary>
    public static async Task<string> HashAsync(HostShell shell, string path, IReadOnlyList<string> command, CancellationToken cancellation)
    {
        var result = await shell.RunAsync(command, cancellation).ConfigureAwait(false);
        return FindHash(result.Output) ?? throw Explain(shell.Host, path, result.ErrorOutput);
    }

    /// <summary>The SHA-256 among the words that openssl, sha256sum and the others print.</summary>
    public static string? FindHash(string output) =>
        output.Split([' ', '\n', '\r', '\t', '='], StringSplitOptions.RemoveEmptyEntries)
            .FirstOrDefault(word => word.Length == 64 && word.All(char.IsAsciiHexDigit))?.ToLowerInvariant();

    /// <summary>
    /// Compares the start of a file here with what a command on the host says of its start, and feeds it to the hash when both
    /// are the same. Otherwise the hash is as before, and the file stands anywhere.
    /// </summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="path">The file on the host, for errors.</param>
    /// <param name="command">Prints the SHA-256 of the start on the host.</param>
    /// <param name="file">The file here.</param>
    /// <param name="length">How long the start is, in bytes.</param>
    /// <param name="hash">A hash that has seen nothing yet.</param>
    /// <param name="cancellation">Ends the comparison.</param>
    public static async Task<bool> HasSameStartAsync(
        HostShell shell, string path, IReadOnlyList<string> command, Stream file, long length, IncrementalHash hash, CancellationToken cancellation)
    {
        var theirs = HashAsync(shell, path, command, cancellation);
        await LocalFile.HashStartAsync(file, length, hash, cancellation).ConfigureAwait(false);
        if (Hex.Lower(hash.GetCurrentHash()) == await theirs.ConfigureAwait(false)) return true;
        hash.GetHashAndReset();
        return false;
    }

    /// <summary>Reads what a process prints, to its end.</summary>
    public static Task<string> ReadAsync(HostProcess process, CancellationToken cancellation) => ReadAsync(process.Output, cancellation);

    /// <summary>Reads a text to its end.</summary>
    public static async Task<string> ReadAsync(Stream output, CancellationToken cancellation)
    {
        using var reader = new StreamReader(output, Encoding.UTF8, leaveOpen: true);
        return await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
    }

    public static long Number(IReadOnlyDictionary<string, string> facts, string key, long otherwise) =>
        long.TryParse(facts.GetValueOrDefault(key), NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : otherwise;

    /// <summary>The failure behind a command's error output (messages of POSIX tools in the C locale or English).</summary>
    public static DockerOpsException Explain(DockerHost host, string path, string errors)
    {
        var last = errors.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "no reason was given";
        bool Says(string words) => errors.Contains(words, StringComparison.OrdinalIgnoreCase);
        return Says("No space left") || Says("quota exceeded") ? new(FailureKind.NoSpace, $"The disk is full: '{path}' on '{host}' cannot be written.", path)
            : Says("Permission denied") || Says("not permitted") || Says("Read-only file system") ? Denied(host, path)
            : Says("sudo:") ? new(FailureKind.NotPermitted, $"'{path}' on '{host}' needs sudo without a password: {last}", path)
            : Says("No such file") ? Missing(host, path)
            : Says("Is a directory") ? Folder(host, path)
            : new(FailureKind.CommandFailed, $"'{path}' on '{host}' cannot be copied: {last}", path);
    }

    public static DockerOpsException Denied(DockerHost host, string path) => new(
        FailureKind.NotPermitted, $"The user of '{host}' may not read or write '{path}' there. Use -Sudo where sudo needs no password.", path);

    public static DockerOpsException Missing(DockerHost host, string path) => new(FailureKind.NotFound, $"There is no '{path}' on '{host}'.", path);

    public static DockerOpsException Folder(DockerHost host, string path) => new(
        FailureKind.InvalidInput, $"'{path}' on '{host}' is a folder: -Recurse copies it with all that is in it.", path);
}
