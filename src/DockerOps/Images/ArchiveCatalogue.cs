using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace DockerOps.Images;

/// <summary>The members of an archive by name, with the small documents among them.</summary>
internal sealed class ArchiveCatalogue(ArchiveReport report)
{
    /// <summary>A thousand images of an engine before 25, with four members for each of fifty layers.</summary>
    public const int MaxMembers = 200_000;

    // containerd and the registries take manifests of 4 MiB; the list of a thousand images stays below 8.
    private const int MaxDocument = 8 * 1024 * 1024;
    private const long MaxAllDocuments = 8L * MaxDocument;
    private const int MaxLinks = 8;

    private readonly Dictionary<string, ArchiveMember> members = new(StringComparer.Ordinal);
    private long documentBytes;

    public IReadOnlyDictionary<string, ArchiveMember> Members => members;

    /// <summary>Reads a member that looks like a JSON document; null for anything else. One pass has to do: the
    /// manifest, which says what the others are, often comes last.</summary>
    public async ValueTask<byte[]?> ReadDocumentAsync(ArchiveMember member, ArchiveSlice data, CancellationToken cancellation)
    {
        var mayBe = member.Name.EndsWith(".json", StringComparison.Ordinal)
            || member.Name.EndsWith("oci-layout", StringComparison.Ordinal)
            || member.Name.Contains("blobs/", StringComparison.Ordinal)
            || ArchivePath.OfDigest(member.Name) is not null;
        if (!mayBe || member.Size is < 2 or > MaxDocument) return null;
        var head = await data.HeadAsync(1, cancellation).ConfigureAwait(false);
        if (head.Length == 0 || !" \t\r\n[{".Contains((char)head.Span[0])) return null;
        if (documentBytes + member.Size > MaxAllDocuments)
        {
            report.Error(ArchiveFindingKind.TooLarge, null, $"the manifests and configurations are larger than {MaxAllDocuments >> 20} MiB together");
            return null;
        }

        documentBytes += member.Size;
        var document = new byte[member.Size];
        await data.FillAsync(document, cancellation).ConfigureAwait(false);
        return data.IsCut ? null : document;
    }

    /// <summary>Takes a member in. False when there are too many of them.</summary>
    public bool Add(ArchiveMember member)
    {
        if (members.Count >= MaxMembers)
        {
            report.Error(ArchiveFindingKind.TooLarge, null, $"the archive has more than {MaxMembers} members");
            return false;
        }

        var shown = ArchiveText.Shown(member.Name);
        if (ArchivePath.Normalise(member.Name) is not { } name)
            report.Error(ArchiveFindingKind.UnsafePath, member.Name, $"the name '{shown}' leads out of the archive");
        else if (member.Kind == ArchiveMemberKind.Other)
            report.Error(ArchiveFindingKind.UnsafePath, member.Name, $"'{shown}' is a device, a pipe or of an unknown type");
        else if (member.LinkTarget is { } target && IsLink(member) && ArchivePath.Follow(name, member.Kind, target) is null)
            report.Error(ArchiveFindingKind.UnsafePath, member.Name, $"the link '{shown}' leads out of the archive, to '{ArchiveText.Shown(target)}'");
        else if (name.Length > 0 && !members.TryAdd(name, member) && (member.Kind, members[name].Kind) != (ArchiveMemberKind.Folder, ArchiveMemberKind.Folder))
            report.Error(ArchiveFindingKind.DuplicateMember, name, $"the name '{shown}' stands in the archive twice");
        return true;
    }

    /// <summary>The file of that name, through links between siblings; null when there is none.</summary>
    public ArchiveMember? Find(string path)
    {
        var name = ArchivePath.Normalise(path);
        for (var links = 0; name is not null && links <= MaxLinks; links++)
        {
            if (!members.TryGetValue(name, out var member)) return null;
            if (!IsLink(member)) return member.Kind == ArchiveMemberKind.File ? member : null;
            name = ArchivePath.Follow(name, member.Kind, member.LinkTarget ?? "");
        }

        return null;
    }

    /// <summary>Compares every hashed member with the digest that its name promises.</summary>
    public void CheckNames()
    {
        foreach (var (name, member) in members.Where(pair => pair.Value.Digest is not null))
        {
            if (ArchivePath.PromisedDigest(name) is { } promised && promised != member.Digest)
                report.Error(ArchiveFindingKind.DigestMismatch, name, $"'{ArchiveText.Shown(name)}' is damaged or was changed: its content has the digest {member.Digest}");
        }
    }

    /// <summary>The digest of a document.</summary>
    [return: NotNullIfNotNull(nameof(document))]
    public static string? DigestOf(byte[]? document) =>
        document is null ? null : "sha256:" + Hex.Lower(SHA256.HashData(document));

    private static bool IsLink(ArchiveMember member) => member.Kind is ArchiveMemberKind.SymbolicLink or ArchiveMemberKind.HardLink;
}
