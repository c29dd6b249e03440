namespace DockerOps.Daemon.Changes;

/// <summary>A copy of an engine's data that is being made.</summary>
/// <param name="Path">Where, with all links resolved.</param>
/// <param name="IsNew">Whether the folder was made for it.</param>
internal sealed record DataCopy(string Path, bool IsNew)
{
    // A mount point stays, empty.
    private const string RemoveScript = """
        case $1 in /|/var|/var/lib|/home|/srv|/usr|/etc|/mnt|/opt) echo "$1 is no data root" >&2; exit 1 ;; esac
        if [ "$2" = folder ] && ! mountpoint -q "$1" 2>/dev/null; then rm -rf -- "$1"; else find "$1" -mindepth 1 -maxdepth 1 -exec rm -rf -- {} +; fi
        """;

    /// <summary>Takes it away.</summary>
    public ScriptStep Remove => RemoveStep("take the copy away:", this);

    /// <summary>Takes a folder with all its data away, or what is in a folder that somebody else has made.</summary>
    public static ScriptStep RemoveStep(string what, DataCopy folder) => new(what, RemoveScript, [folder.Path, folder.IsNew ? "folder" : "content"]);

    /// <inheritdoc/>
    public override string ToString() => $"{(IsNew ? "folder" : "content")} {Path}";
}
