using DockerOps.Files;

namespace DockerOps.Rpm;

/// <summary>Makes sure that one run at a time works on a repository of this machine. It ends with the process that holds it.</summary>
internal sealed class RepositoryLock : IDisposable
{
    private readonly FileStream held;

    private RepositoryLock(FileStream held) => this.held = held;

    /// <summary>Takes the lock of a repository's folder, which need not exist.</summary>
    /// <exception cref="DockerOpsException">Conflict: another run holds it. NotPermitted, NoSpace, NotFound.</exception>
    public static RepositoryLock Take(string folder)
    {
        var path = PathOf(folder);
        while (true)
        {
            FileStream file;
            try
            {
                file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (File.Exists(path) && !LocalFile.IsFull(e))
            {
                throw new DockerOpsException(
                    FailureKind.Conflict, $"The repository '{folder}' is in use by another run ('{path}' is locked). Wait until it has ended.", folder, e);
            }
            catch (Exception e) when (LocalFile.IsFileError(e))
            {
                throw LocalFile.Explain(e, path);
            }

            // Whoever waited between opening and locking may hold a file that the last holder has taken away (proc(5)).
            if (!IsDeleted(file)) return new(file);
            file.Dispose();
        }
    }

    /// <summary>The file that is locked: beside the folder, which itself is exchanged as a whole.</summary>
    public static string PathOf(string folder) => YumRepositoryFolder.Beside(folder, "lock");

    public void Dispose()
    {
        File.Delete(held.Name);
        held.Dispose();
    }

    private static bool IsDeleted(FileStream file) =>
        File.ResolveLinkTarget($"/proc/self/fd/{file.SafeFileHandle.DangerousGetHandle()}", returnFinalTarget: false) is { } target
        && target.FullName.EndsWith(" (deleted)", StringComparison.Ordinal);
}
