using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>A new folder that only this user may enter, for sources while packages are made of them. Gone when it is disposed.</summary>
internal sealed class SourceFolder : IDisposable
{
    /// <summary>Its full path.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("dockerops-rpm-").FullName;

    /// <summary>The path of something in it.</summary>
    public string At(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Removes it.</summary>
    public void Dispose()
    {
        try
        {
            // git writes its objects so that Windows does not delete them.
            if (OperatingSystem.IsWindows())
            {
                foreach (var file in Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
            }

            Directory.Delete(Path, recursive: true);
        }
        catch (Exception e) when (LocalFile.IsFileError(e))
        {
            // Somebody cleaned the temporary folders, or is in it.
        }
    }
}
