using System.Text;
using DockerOps.Files;

namespace DockerOps.Backups;

/// <summary>Reads the tar of a backup from end to end: whether it is whole, and whether every name in it stays below its folder.</summary>
internal static class BackupTar
{
    /// <summary>Reads it. What can be skipped in a file is skipped.</summary>
    /// <param name="source">The tar.</param>
    /// <param name="name">What it is, for messages.</param>
    /// <param name="member">Sees each member; null only counts them.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <returns>The number of members.</returns>
    /// <exception cref="DockerOpsException"><see cref="FailureKind.Corrupt"/>: it is cut, damaged, or leads out of its folder.</exception>
    public static async Task<int> ReadAsync(Stream source, string name, Func<TarInput, TarHeader, Task>? member, CancellationToken cancellation)
    {
        var tar = new TarInput(source, name, takesSparse: true);
        var members = 0;
        while (await tar.NextAsync(cancellation).ConfigureAwait(false) is { } header)
        {
            Check(header, name);
            if (member is not null) await member(tar, header).ConfigureAwait(false);
            members++;
        }

        return members;
    }

    /// <summary>The name a member is unpacked by.</summary>
    public static string NameOf(TarHeader header) => header.Records.GetValueOrDefault("GNU.sparse.name", header.Name);

    // A program may heed the header's name or one of its records: each has to be harmless. The target of a symbolic link is
    // text, but nothing may be unpacked through one; GNU tar and the engine see to that themselves. A hard link is a path.
    private static void Check(TarHeader header, string name)
    {
        CheckPath(header.Name, name);
        CheckPath(NameOf(header), name);
        if (header.Type == '1') CheckPath(header.LinkTarget, name);
        if (header.Type is not (>= '0' and <= '7')) throw Corrupt(name, header.Name, $"is of a kind ('{header.Type}') that no tar of ours has");
    }

    private static void CheckPath(string path, string name)
    {
        if (path.StartsWith('/') || path.Split('/').Contains("..") || path.Contains('\0'))
            throw Corrupt(name, path, "leads out of its folder");
    }

    private static DockerOpsException Corrupt(string tar, string member, string why) =>
        new(FailureKind.Corrupt, $"{tar} is not used: '{Shown(member)}' in it {why}.");

    private static string Shown(string text)
    {
        var shown = new StringBuilder();
        foreach (var c in text.Length > 200 ? text[..200] : text) shown.Append(char.IsControl(c) ? '?' : c);
        return shown.ToString();
    }
}
