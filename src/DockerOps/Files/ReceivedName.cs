namespace DockerOps.Files;

/// <summary>What the names and links of a tar mean on this machine, below the folder that is filled from it.</summary>
internal static class ReceivedName
{
    private static readonly char[] Forbidden = Path.GetInvalidFileNameChars();
    private static readonly string Root = Path.GetFullPath("/");

    /// <summary>Whether a text can be the name of a file on this machine. Windows has names for devices, and cuts dots off the end.</summary>
    public static bool IsName(string text) =>
        text is not ("" or "." or "..") && text.IndexOfAny(Forbidden) < 0 && Path.GetFullPath(Root + text) == Root + text;

    /// <summary>A member's name from the folder on, without '.'; null when it leads out of it.</summary>
    public static string? Inside(string name) =>
        name.StartsWith('/') || name.Split('/').Contains("..") ? null : string.Join('/', name.Split('/').Where(part => part is not ("" or ".")));

    /// <summary>Whether a link stays in the folder. '..' only at the beginning: there it passes real folders, behind another name it could pass a link.</summary>
    /// <param name="name">The link's own name, from the folder on.</param>
    /// <param name="to">Where it leads.</param>
    public static bool LeadsInside(string name, string to)
    {
        if (to.Length == 0 || to.StartsWith('/') || Path.IsPathRooted(to)) return false;
        var parts = to.Split('/');
        if (!parts.All(part => part is "" or "." or ".." || IsName(part))) return false;
        var up = parts.TakeWhile(part => part is ".." or ".").Count(part => part == "..");
        return up <= name.Count(c => c == '/') && parts.Count(part => part == "..") == up;
    }
}
