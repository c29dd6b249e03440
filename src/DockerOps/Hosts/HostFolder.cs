namespace DockerOps.Hosts;

/// <summary>Lists folders of a host.</summary>
public static class HostFolder
{
    /// <summary>
    /// The names in a folder, those of folders with a '/' at the end, also behind links. Where something in it cannot be read, the
    /// rest is listed all the same.
    /// </summary>
    /// <param name="shell">The host's shell.</param>
    /// <param name="folder">The folder; a relative path counts from the user's home.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <exception cref="DockerOpsException">NotFound, NotPermitted: the folder cannot be listed.</exception>
    public static async Task<IReadOnlyList<string>> ListAsync(HostShell shell, string folder, CancellationToken cancellation)
    {
        var listed = await shell.RunAsync(["ls", "-1ALp", "--", folder], cancellation).ConfigureAwait(false);
        // A host says what it likes: nothing that leads out of the folder is a name in it.
        if (listed.Success || listed.Output.Length > 0) return [.. listed.Lines.Where(name => name.TrimEnd('/') is not ("" or "." or "..") && name.TrimEnd('/').IndexOf('/', StringComparison.Ordinal) < 0)];
        // The user's value is more than the folder.
        var failure = HostFile.Explain(shell.Host, folder, listed.ErrorOutput);
        throw new DockerOpsException(failure.Kind, failure.Message);
    }
}
