namespace DockerOps.Files;

/// <summary>A tree of this machine and the name it gets where it is sent.</summary>
/// <param name="Tree">What to send.</param>
/// <param name="Root">Its new name, with slashes; empty to send a folder's content alone.</param>
internal sealed record SentTree(LocalTree Tree, string Root)
{
    /// <summary>What is sent, folders before what is in them, each with its whole new name.</summary>
    public IEnumerable<(FileSystemInfo Item, string Name)> Walk()
    {
        foreach (var (item, name) in Tree.Walk())
        {
            var full = string.Join('/', ((string[])[Root, name]).Where(part => part.Length > 0));
            if (full.Length > 0) yield return (item, full);
        }
    }
}
