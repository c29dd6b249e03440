using System.Globalization;
using System.Xml;

namespace DockerOps.Rpm;

/// <summary>Reads the two XML documents of a repository that are needed here, as createrepo_c writes them.</summary>
internal static class YumMetadataXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        // The longest list there is has a fifth of it; a few packed bytes may unpack to any number.
        MaxCharactersInDocument = 1L << 30,
        IgnoreComments = true,
        IgnoreWhitespace = true,
    };

    /// <summary>Reads <c>repomd.xml</c>.</summary>
    public static (string? Revision, IReadOnlyList<MetadataFile> Files) ReadIndex(Stream stream)
    {
        List<MetadataFile> files = [];
        string? revision = null;
        using var xml = XmlReader.Create(stream, Settings);
        Expect(xml, "repomd");
        while (xml.Read())
        {
            if (xml.NodeType != XmlNodeType.Element || xml.Depth != 1) continue;
            if (xml.LocalName == "revision") revision = xml.ReadElementContentAsString();
            if (xml.NodeType == XmlNodeType.Element && xml.LocalName == "data") files.Add(ReadFile(xml.GetAttribute("type") ?? "", xml));
        }

        return (revision, files);
    }

    /// <summary>Reads the list of packages (<c>primary</c>).</summary>
    public static IReadOnlyList<ListedPackage> ReadPackages(Stream stream)
    {
        List<ListedPackage> packages = [];
        using var xml = XmlReader.Create(stream, Settings);
        Expect(xml, "metadata");
        while (xml.Read())
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Depth == 1 && xml.LocalName == "package") packages.Add(ReadPackage(xml));
        }

        return packages;
    }

    private static void Expect(XmlReader xml, string root)
    {
        if (xml.MoveToContent() != XmlNodeType.Element || xml.LocalName != root) throw new InvalidDataException($"a document does not begin with <{root}>");
    }

    private static MetadataFile ReadFile(string type, XmlReader xml)
    {
        string? path = null, checksum = null, algorithm = null;
        long? size = null;
        Each(xml, name =>
        {
            switch (name)
            {
                case "location": path = Inside(xml.GetAttribute("href")); break;
                case "checksum": (algorithm, checksum) = (xml.GetAttribute("type"), xml.ReadString()); break;
                case "size": size = Number(xml.ReadString()); break;
            }
        });
        return new(type, path ?? throw Lacks("location"), (checksum ?? throw Lacks("checksum")).ToLowerInvariant(), algorithm ?? throw Lacks("type"), size);
    }

    private static ListedPackage ReadPackage(XmlReader xml)
    {
        string? name = null, architecture = null, path = null, checksum = null, algorithm = null;
        RpmVersion? version = null;
        long? size = null;
        Each(xml, element =>
        {
            switch (element)
            {
                case "name": name = xml.ReadString(); break;
                case "arch": architecture = xml.ReadString(); break;
                case "version":
                    var epoch = Number(xml.GetAttribute("epoch") is { Length: > 0 } text ? text : "0");
                    version = new((int)Math.Min(epoch, int.MaxValue), xml.GetAttribute("ver") ?? "", xml.GetAttribute("rel"));
                    break;
                case "checksum": (algorithm, checksum) = (xml.GetAttribute("type"), xml.ReadString()); break;
                case "size": size = Number(xml.GetAttribute("package") ?? ""); break;
                case "location":
                    if (xml.GetAttribute("xml:base") is { Length: > 0 } elsewhere) throw new InvalidDataException($"a package is elsewhere ('{elsewhere}')");
                    path = Inside(xml.GetAttribute("href"));
                    break;
            }
        });
        return new(
            name ?? throw Lacks("name"), version ?? throw Lacks("version"), architecture ?? throw Lacks("arch"), path ?? throw Lacks("location"),
            (checksum ?? throw Lacks("checksum")).ToLowerInvariant(), algorithm ?? throw Lacks("type"), size ?? throw Lacks("size"));
    }

    // Calls for every element right below the current one.
    private static void Each(XmlReader xml, Action<string> read)
    {
        if (xml.IsEmptyElement) return;
        var depth = xml.Depth;
        while (xml.Read() && xml.Depth > depth)
        {
            if (xml.NodeType == XmlNodeType.Element && xml.Depth == depth + 1) read(xml.LocalName);
        }
    }

    // What a document names is opened below the repository's folder, and nowhere else.
    private static string Inside(string? path) =>
        path is { Length: > 0 } && !path.StartsWith('/') && !path.Contains('\\', StringComparison.Ordinal) && !path.Contains('\0', StringComparison.Ordinal)
        && path.Split('/').All(part => part is not ("" or "." or ".."))
            ? path
            : throw new InvalidDataException($"'{path}' leads out of the repository");

    private static long Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw new InvalidDataException($"'{text}' is no size");

    private static InvalidDataException Lacks(string what) => new($"an entry has no {what}");
}
