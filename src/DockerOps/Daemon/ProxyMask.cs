namespace DockerOps.Daemon;

/// <summary>Hides who a proxy's address logs in as.</summary>
internal static class ProxyMask
{
    public static string Apply(string address)
    {
        var at = address.LastIndexOf('@');
        if (at < 0) return address;
        var start = address.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme && scheme < at ? scheme + 3 : 0;
        return address[..start] + "xxxxx:xxxxx" + address[at..];
    }
}
