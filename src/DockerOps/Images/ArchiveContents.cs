namespace DockerOps.Images;

/// <summary>What the documents of an archive say it holds, in whichever layout.</summary>
internal static class ArchiveContents
{
    private const string Manifest = "manifest.json";

    /// <summary>Reads every manifest; null when the archive has none.</summary>
    /// <exception cref="DockerOpsException">Unsupported: saved by an engine before 1.10.</exception>
    public static (ArchiveFormat? Format, IReadOnlyList<ArchivedImage> Images) Read(ArchiveCatalogue catalogue, ArchiveReport report)
    {
        var images = new ArchiveImages(catalogue, report);
        var isDocker = catalogue.Find(Manifest) is not null;
        var isOci = catalogue.Find(ArchiveOciLayout.Marker) is not null;
        var layout = new ArchiveOciLayout(catalogue, report, images);
        if (isOci) images.Needed = layout.Needed();
        if (isDocker) ReadDocker(images);
        if (isOci) layout.Read();
        ArchiveFormat? format = (isDocker, isOci) switch
        {
            (true, true) => ArchiveFormat.DockerAndOci,
            (true, false) => ArchiveFormat.Docker,
            (false, true) => ArchiveFormat.Oci,
            _ => null,
        };
        if (format is null && !report.Errors.Any()) NotAnArchive(catalogue, report);
        return (format, images.Images);
    }

    private static void ReadDocker(ArchiveImages images)
    {
        const string from = "the engine's load";
        if (images.Document(from, Manifest, ArchiveJson.Default.ListArchiveManifestEntry) is not { } entries) return;
        if (entries.Count == 0) images.Unreadable(Manifest, $"{Manifest} lists no image");
        foreach (var entry in entries)
        {
            if (entry?.Config is not { } config || entry.Layers?.OfType<string>().ToList() is not { } layers)
            {
                images.Unreadable(Manifest, $"{Manifest} has an entry without Config or Layers");
                continue;
            }

            var references = new List<ImageReference>();
            foreach (var name in entry.RepoTags ?? [])
            {
                if (ImageReference.TryParse(name, out var reference)) references.Add(reference);
                else images.Unreadable(Manifest, $"{Manifest} names an image '{ArchiveText.Shown(name)}', which is no image name");
            }

            images.Add(Manifest, config, layers, new HashSet<string>(), new ArchiveNames(references, []));
        }
    }

    private static void NotAnArchive(ArchiveCatalogue catalogue, ArchiveReport report)
    {
        if (catalogue.Find("repositories") is not null)
        {
            throw new DockerOpsException(FailureKind.Unsupported,
                $"'{report.Path}' was saved by an engine before 1.10 and has no manifest.json. Load it on an engine and save it again.",
                report.Path);
        }

        report.Error(ArchiveFindingKind.NotAnArchive, null, catalogue.Members.Count == 0
            ? "the tar is empty"
            : "the tar holds neither manifest.json nor oci-layout (a container's or a system's files are imported, not loaded)");
    }
}
