using System.Runtime.CompilerServices;

namespace DockerOps.Images;

/// <summary>The one walk through an archive, for a quick look and for an audit.</summary>
internal static class ArchiveScan
{
    // Larger buffers gain nothing; smaller ones cost a call each.
    private const int BufferSize = 256 * 1024;

    /// <summary>Takes every member into the catalogue and yields the name of the current one after each piece read.
    /// Documents are hashed always, the rest only where <paramref name="hashAll"/> asks for it.</summary>
    public static async IAsyncEnumerable<string> WalkAsync(
        ArchiveSource source, ArchiveCatalogue catalogue, bool hashAll, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var buffer = hashAll ? new byte[BufferSize] : [];
        while (await source.NextAsync(cancellation).ConfigureAwait(false) is { } member)
        {
            if (member.Kind == ArchiveMemberKind.File && hashAll)
            {
                await using var digest = await ArchiveMemberDigest.StartAsync(source.Data, buffer, cancellation).ConfigureAwait(false);
                var document = await catalogue.ReadDocumentAsync(member, source.Data, cancellation).ConfigureAwait(false);
                while (await digest.StepAsync(cancellation).ConfigureAwait(false)) yield return member.Name;
                member = digest.Complete(member) with { Json = document };
            }
            else if (member.Kind == ArchiveMemberKind.File)
            {
                var document = await catalogue.ReadDocumentAsync(member, source.Data, cancellation).ConfigureAwait(false);
                var digest = ArchiveCatalogue.DigestOf(document);
                member = member with { Json = document, Digest = digest, UnpackedDigest = digest };
            }

            // The source reports a member that was cut; it does not count as being there.
            if (!source.Data.IsCut && !catalogue.Add(member)) yield break;
            yield return member.Name;
        }
    }
}
