using System.Globalization;

namespace DockerOps.Backups;

/// <summary>What a backup lacks, as reasons one by one and as few sentences: a host with fifty containers gets two, not a hundred.</summary>
internal static class BackupWarnings
{
    private const int Named = 5;
    private const string FolderMark = "a folder of the host in the container ";
    private const string OwnMark = " bytes that it wrote in its own file system, outside of volumes";

    public static string HostFolder(string container) => $"{FolderMark}'{container}', not a volume";

    public static string OwnFiles(long size) => size.ToString("N0", CultureInfo.InvariantCulture) + OwnMark;

    public static IReadOnlyList<string> Of(DockerHost host, IReadOnlyList<BackupOmission> omitted)
    {
        var folders = omitted.Where(one => one.Reason.StartsWith(FolderMark, StringComparison.Ordinal)).ToList();
        var own = omitted.Where(one => one.Reason.EndsWith(OwnMark, StringComparison.Ordinal)).ToList();
        var sentences = new List<string>();
        if (folders.Count > 0) sentences.Add($"Folders of '{host}' that containers use are not in the backup, only volumes are: {List(folders)}.");
        if (own.Count > 0)
            sentences.Add($"What these containers wrote outside of volumes is not in the backup: {List(own)}. Export-DockerContainer and ConvertTo-DockerImage keep it.");
        sentences.AddRange(omitted.Except(folders).Except(own).Select(one => $"{one.Part} of '{host}', {one}."));
        return sentences;
    }

    private static string List(IReadOnlyList<BackupOmission> omitted)
    {
        var names = omitted.Select(one => one.Name).Distinct().ToList();
        return string.Join(", ", names.Take(Named)) + (names.Count > Named ? $" and {names.Count - Named} more" : "");
    }
}
