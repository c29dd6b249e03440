using System.Management.Automation;
using DockerOps.Images.Transfer;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Images;

/// <summary>
/// What the user gives as -Since: an archive, images (objects, also such as were saved to a file and read again, or names), or a host.
/// </summary>
internal static class SinceValue
{
    /// <summary>Adds the layers that a value stands for.</summary>
    /// <param name="known">What the destination has.</param>
    /// <param name="cmdlet">The cmdlet, for paths.</param>
    /// <param name="source">The host that is exported from; it is asked first what an image consists of.</param>
    /// <param name="value">The value.</param>
    /// <param name="cancellation">Ends the asking.</param>
    public static async Task AddAsync(DeltaBase known, PSCmdlet cmdlet, HostSession source, object value, CancellationToken cancellation)
    {
        var given = PSObject.AsPSObject(value);
        switch (given.BaseObject)
        {
            case ImageArchive archive:
                await known.AddArchiveAsync(archive.Path, cancellation).ConfigureAwait(false);
                return;
            case FileInfo file:
                await known.AddArchiveAsync(file.FullName, cancellation).ConfigureAwait(false);
                return;
            case ArchivedImage image:
                known.AddLayers(image.DiffIds);
                return;
            case DockerHost host:
                await AddHostAsync(known, host, cancellation).ConfigureAwait(false);
                return;
            case string text:
                await AddTextAsync(known, cmdlet, source, text, cancellation).ConfigureAwait(false);
                return;
        }

        if (given.Properties["Id"]?.Value as string is not { Length: > 0 } id)
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{value}' is neither an archive nor an image nor a host.", value);
        if (await known.TryAddImageAsync(source.Engine, id, cancellation).ConfigureAwait(false)) return;
        if (given.Properties["DockerHost"]?.Value is DockerHost other)
        {
            var session = await OpenHosts.Sessions.GetAsync(other, cancellation).ConfigureAwait(false);
            if (await known.TryAddImageAsync(session.Engine, id, cancellation).ConfigureAwait(false)) return;
        }

        throw new DockerOpsException(FailureKind.NotFound, $"'{source.Host}' does not have the image {id}, so its layers are not known. Give an archive of it as -Since.", value);
    }

    // A file that exists, else an image of the source, else a host.
    private static async Task AddTextAsync(DeltaBase known, PSCmdlet cmdlet, HostSession source, string text, CancellationToken cancellation)
    {
        if (FileOf(cmdlet, text) is { } file) await known.AddArchiveAsync(file, cancellation).ConfigureAwait(false);
        else if (ImageReference.TryParse(text, out var reference) && await known.TryAddImageAsync(source.Engine, reference.WithDefaultTag().ToString(), cancellation).ConfigureAwait(false))
            return;
        else if (text.Contains('@', StringComparison.Ordinal) || text.Contains("://", StringComparison.Ordinal) || !text.Contains('/', StringComparison.Ordinal))
            await AddHostAsync(known, DockerHost.Parse(text), cancellation).ConfigureAwait(false);
        else throw new DockerOpsException(FailureKind.NotFound, $"'{text}' is neither a file nor an image on '{source.Host}' nor a host.", text);
    }

    // What stands before a colon is a drive to the shell; in a name or an address it is none.
    private static string? FileOf(PSCmdlet cmdlet, string text)
    {
        try
        {
            return Path.Exists(cmdlet.Full(text)) ? cmdlet.Full(text) : null;
        }
        catch (DockerOpsException)
        {
            return null;
        }
    }

    private static async Task AddHostAsync(DeltaBase known, DockerHost host, CancellationToken cancellation)
    {
        var session = await OpenHosts.Sessions.GetAsync(host, cancellation).ConfigureAwait(false);
        await known.AddEngineAsync(session.Engine, cancellation).ConfigureAwait(false);
    }
}
