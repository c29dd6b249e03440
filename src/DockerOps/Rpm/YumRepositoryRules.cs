using System.Buffers;

namespace DockerOps;

/// <summary>What a repository needs before yum or dnf can use it (yum.conf(5), dnf.conf(5), libdnf's check of ids).</summary>
internal static class YumRepositoryRules
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:";
    private static readonly SearchValues<char> IdCharacters = SearchValues.Create(Letters);
    private static readonly string[] Schemes = ["http://", "https://", "ftp://", "file:/"];

    public static bool IsId(string id) => id.Length > 0 && !id.StartsWith('-') && id is not ("main" or "." or "..") && !id.AsSpan().ContainsAnyExcept(IdCharacters);

    public static IReadOnlyList<YumFinding> Check(YumRepositoryDefinition repository)
    {
        var found = new List<YumFinding>();
        void Error(string? option, string message) => found.Add(new(0, repository.Id, option, true, message));

        if (!IsId(repository.Id)) Error(null, $"'{repository.Id}' is no repository id: use letters, digits and - _ . : only.");
        if (repository.Source is null) Error(null, $"'{repository.Id}' has neither baseurl nor mirrorlist nor metalink.");
        CheckAddresses("baseurl", repository.BaseUrl, Error);
        CheckAddresses("mirrorlist", repository.MirrorList is { } mirrors ? [mirrors] : [], Error);
        CheckAddresses("metalink", repository.MetaLink is { } link ? [link] : [], Error);
        CheckAddresses("gpgkey", repository.GpgKey, Error);
        foreach (var (name, text) in YumRepositoryOptions.Write(repository))
        {
            if (text.AsSpan().ContainsAny('\n', '\r', '\0')) Error(name, $"The value of {name} holds a line break.");
            if (!YumConfigurationReader.IsOptionName(name)) Error(name, $"'{name}' is no name of an option.");
        }

        if (repository.GpgCheck == false)
            found.Add(new(0, repository.Id, "gpgcheck", false, $"'{repository.Id}' has gpgcheck off: whoever can change what it sends can put any package on the host."));
        return found;
    }

    private static void CheckAddresses(string option, IReadOnlyList<string> addresses, Action<string?, string> error)
    {
        foreach (var address in addresses)
        {
            if (address.StartsWith("//", StringComparison.Ordinal))
            {
                error(option, $"{option} goes on with '{Secrets.HideMisspelt(address)}': '//' begins no comment in a .repo file. Put comments on lines of their own that begin with '#'.");
                return;
            }

            if (!Schemes.Any(scheme => address.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) || address.Any(c => c <= ' ' || c == ','))
                error(option, $"'{Secrets.HideMisspelt(address)}' in {option} is no address: it must begin with http://, https://, ftp:// or file://.");
        }
    }
}
