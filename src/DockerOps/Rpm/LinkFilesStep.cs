using DockerOps.Files;
using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>Files of a folder get a second name in another one, so that neither bytes nor room are spent on them.</summary>
/// <param name="From">The folder they are in.</param>
/// <param name="To">The folder that gets them; made if need be.</param>
/// <param name="Files">The files, relative to both.</param>
/// <param name="LeftOut">Those that stay behind, for people to read.</param>
internal sealed record LinkFilesStep(string From, string To, IReadOnlyList<string> Files, IReadOnlyList<string> LeftOut) : HostStep
{
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, LeftOut.Select(file => $"leave out {file}").Prepend($"link {Files.Count} files of {From} into {To}"));

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = "linking what stays";
        var made = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in Files)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                if (Path.GetDirectoryName(file) is { } folder && made.Add(folder)) Make(folder);
                Link(Path.Combine(From, file), Path.Combine(To, file));
            }
            catch (Exception e) when (LocalFile.IsFileError(e))
            {
                throw LocalFile.Explain(e, Path.Combine(To, file));
            }
        }

        return Task.CompletedTask;
    }

    private void Make(string folder)
    {
        var path = Path.Combine(To, folder);
        if (Directory.Exists(path)) return;
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(path);
        else Directory.CreateDirectory(path, File.GetUnixFileMode(Path.Combine(From, folder)));
    }

    // File systems without links get a copy.
    private static void Link(string file, string name)
    {
        if (LinuxFiles.TryLink(file, name)) return;
        File.Delete(name);
        if (!LinuxFiles.TryLink(file, name)) File.Copy(file, name);
    }
}
