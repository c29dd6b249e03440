using DockerOps.Files;

namespace DockerOps.Transport;

/// <summary>What the user's ssh configuration says of a host, as <c>ssh -G</c> evaluates it (ssh(1)).</summary>
internal static class SshSettings
{
    public static async Task<IReadOnlyDictionary<string, string>> ReadAsync(
        DockerHost host, IEnumerable<string> words, CancellationToken cancellation)
    {
        if (LocalProgram.Find("ssh") is null) throw SshFailure.NoClient(host);
        await using var process = HostProcess.Start([.. words, "-G", "--", host.HostName!]);
        process.Input.Close();
        using var kill = cancellation.Register(process.Kill);
        using var reader = new StreamReader(process.Output, leaveOpen: true);
        var text = await reader.ReadToEndAsync(cancellation).ConfigureAwait(false);
        var code = await process.WaitAsync(cancellation).ConfigureAwait(false);
        if (code != 0) throw SshFailure.Unreachable(host, await process.ErrorsAsync().ConfigureAwait(false));

        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n'))
        {
            var space = line.IndexOf(' ', StringComparison.Ordinal);
            if (space > 0) settings.TryAdd(line[..space], line[(space + 1)..]);
        }

        return settings;
    }
}
