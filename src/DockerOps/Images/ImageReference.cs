using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace DockerOps;

/// <summary>
/// The name of an image: <c>[registry[:port]/]repository[:tag][@digest]</c>, or an image id. Names follow the grammar
/// of distribution/reference (reference.go) and its normalisation (normalize.go): <c>docker.io/library/</c> is
/// understood where it is not written, so <c>sme-9</c> and <c>docker.io/library/sme-9</c> are equal.
/// </summary>
public sealed partial class ImageReference : IEquatable<ImageReference>, IComparable<ImageReference>, IComparable
{
    private const string HubRegistry = "docker.io";
    private const string HubNamespace = "library/";

    // distribution/reference: RepositoryNameTotalLengthMax, registry and slash included.
    private const int MaxNameLength = 255;

    private ImageReference(string registry, string path, string? tag, string? digest, bool isId)
    {
        Registry = registry;
        Tag = tag;
        Digest = digest;
        IsId = isId;
        Repository = Familiar(registry, path);
        FullName = $"{registry}/{path}{(tag is null ? "" : ":" + tag)}{(digest is null ? "" : "@" + digest)}";
    }

    /// <summary>The registry, with its port when one is given: <c>docker.io</c> unless the name says otherwise; empty
    /// for a whole id.</summary>
    public string Registry { get; }

    /// <summary>The name without tag and digest, as <c>docker images</c> shows it: <c>sme-9</c>,
    /// <c>registry.lan:5000/base/centos</c>. Empty for a whole id (64 digits).</summary>
    public string Repository { get; }

    /// <summary>The whole name with its registry, tag and digest: <c>docker.io/library/sme-9:6.5</c>. Empty for a whole id.</summary>
    internal string FullName { get; }

    /// <summary>The tag; null when the name has none.</summary>
    public string? Tag { get; }

    /// <summary>The digest that follows <c>@</c>, with its algorithm; null when the name has none.</summary>
    public string? Digest { get; }

    /// <summary>Whether the text can be an image id: <c>sha256:</c> and 64 hexadecimal digits, or 12 to 64 digits
    /// alone. Twelve to 63 digits are a legal repository name as well; the engine looks for both.</summary>
    public bool IsId { get; }

    private string? Id { get; init; }

    /// <summary>Reads a name or an id.</summary>
    /// <param name="text">What the user wrote.</param>
    /// <returns>The reference.</returns>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.InvalidInput"/>: the text breaks a rule of the
    /// grammar; the message says which.</exception>
    public static ImageReference Parse(string text) => Read(text, out var broken) ?? throw new DockerOpsException(
        FailureKind.InvalidInput, $"'{ArchiveText.Shown(text)}' is not an image name: {broken}.", text);

    /// <summary>Reads a name or an id, without an error when it is none.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="reference">The reference, or null.</param>
    /// <returns>Whether the text is a name or an id.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out ImageReference? reference) =>
        (reference = Read(text, out _)) is not null;

    /// <summary>A name that an engine told in the familiar form: podman writes <c>docker.io/library/</c> where others do not.</summary>
    internal static string Familiar(string told) =>
        told.StartsWith(HubRegistry + "/", StringComparison.Ordinal) && TryParse(told, out var name) ? name.ToString() : told;

    /// <summary>The same name with the tag <c>latest</c> where neither tag nor digest is given, as the engine
    /// understands it. An id stays as it is.</summary>
    /// <returns>The full name.</returns>
    public ImageReference WithDefaultTag() => Tag is null && Digest is null && !IsId ? Parse(Repository + ":latest") : this;

    /// <summary>The familiar form, which the engine takes: without <c>docker.io/library/</c>.</summary>
    /// <returns>The name.</returns>
    public override string ToString() => Id
        ?? Repository + (Tag is null ? "" : ":" + Tag) + (Digest is null ? "" : "@" + Digest);

    /// <inheritdoc/>
    public bool Equals(ImageReference? other) => other is not null && ToString() == other.ToString();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ImageReference);

    /// <inheritdoc/>
    public override int GetHashCode() => ToString().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public int CompareTo(ImageReference? other) => string.CompareOrdinal(ToString(), other?.ToString());

    int IComparable.CompareTo(object? obj) => obj is null or ImageReference
        ? CompareTo(obj as ImageReference)
        : throw new ArgumentException($"{obj.GetType()} is not an {nameof(ImageReference)}.", nameof(obj));

    private static ImageReference? Read(string? text, out string? broken)
    {
        if (string.IsNullOrEmpty(text))
        {
            broken = "it is empty";
            return null;
        }

        if (FullId().IsMatch(text))
        {
            broken = null;
            return new ImageReference("", "", null, null, isId: true) { Id = text };
        }

        var name = text;
        var digest = CutAfter(ref name, name.IndexOf('@'));
        // A colon before the last slash belongs to the registry's port.
        var colon = name.LastIndexOf(':');
        var tag = CutAfter(ref name, colon > name.LastIndexOf('/') ? colon : -1);
        var (registry, path) = Split(name);
        broken = text.AsSpan().IndexOfAny('*', '?') >= 0 ? "it has a wildcard, which Get-DockerImage takes: its images can be piped" : BrokenRule(name, registry, path, tag, digest);
        return broken is null
            ? new ImageReference(registry, path, tag, digest, tag is null && digest is null && ShortId().IsMatch(text))
            : null;
    }

    private static string? CutAfter(ref string text, int separator)
    {
        if (separator < 0) return null;
        var rest = text[(separator + 1)..];
        text = text[..separator];
        return rest;
    }

    // normalize.go: what stands before the first slash is a registry only if it cannot be a path component.
    private static (string Registry, string Path) Split(string name)
    {
        var slash = name.IndexOf('/');
        var first = slash < 0 ? "" : name[..slash];
        var isRegistry = first.AsSpan().IndexOfAny('.', ':') >= 0 || first == "localhost" || first.Any(char.IsUpper);
        var (registry, path) = isRegistry ? (first, name[(slash + 1)..]) : (HubRegistry, name);
        if (registry == "index.docker.io") registry = HubRegistry;
        return (registry, registry == HubRegistry && !path.Contains('/') ? HubNamespace + path : path);
    }

    private static string Familiar(string registry, string path)
    {
        if (registry != HubRegistry) return registry.Length == 0 ? path : registry + "/" + path;
        var familiar = path.StartsWith(HubNamespace, StringComparison.Ordinal) ? path[HubNamespace.Length..] : path;
        // Without its first part, library/localhost/x would be read as the registry localhost.
        return Split(familiar) == (registry, path) ? familiar : registry + "/" + path;
    }

    private static string? BrokenRule(string name, string registry, string path, string? tag, string? digest)
    {
        if (name.Length == 0) return "the repository is missing";
        if (name.Length > MaxNameLength) return $"the name has more than {MaxNameLength} characters";
        if (!RegistryRule().IsMatch(registry))
            return $"'{ArchiveText.Shown(registry)}' is not a registry (host name or address, and a port in digits)";
        if (path.Any(char.IsUpper)) return "the repository must be in lower case";
        if (!PathRule().IsMatch(path))
            return "each part of the repository must be letters a-z and digits, with '.', '_', '__' or dashes only between them";
        if (tag is not null && !TagRule().IsMatch(tag))
            return "a tag is 1 to 128 letters, digits, '_', '.' and '-', and does not begin with '.' or '-'";
        if (digest is null) return null;
        return DigestRule().IsMatch(digest) ? null : "what follows '@' must be a digest, as sha256: and 64 hexadecimal digits";
    }

    [GeneratedRegex("^(sha256:)?[0-9a-f]{64}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex FullId();

    [GeneratedRegex("^[0-9a-f]{12,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex ShortId();

    [GeneratedRegex("^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(\\.([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*(:[0-9]+)?\\z"
        + "|^\\[[a-fA-F0-9:]+\\](:[0-9]+)?\\z", RegexOptions.CultureInvariant)]
    private static partial Regex RegistryRule();

    [GeneratedRegex("^[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*(/[a-z0-9]+((\\.|_|__|-+)[a-z0-9]+)*)*\\z", RegexOptions.CultureInvariant)]
    private static partial Regex PathRule();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex TagRule();

    // go-digest knows three algorithms, each with its own number of digits.
    [GeneratedRegex("^(sha256:[0-9a-f]{64}|sha384:[0-9a-f]{96}|sha512:[0-9a-f]{128})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex DigestRule();
}
