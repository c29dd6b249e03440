using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>A configuration file of a host's yum.</summary>
/// <param name="Path">Its full path there.</param>
/// <param name="Text">Its text.</param>
/// <param name="Mode">Its permissions, in octal digits.</param>
/// <param name="Owner">Its user and group, as numbers: <c>0:0</c>.</param>
internal sealed record YumHostFile(string Path, string Text, string Mode, string Owner)
{
    /// <summary>The file itself: where <see cref="Path"/> leads when it is a link, which stays.</summary>
    public string Target { get; init; } = Path;

    /// <summary>The step that gives it another text; who may read it stays as it is.</summary>
    public FileStep With(string text) => new(Target, text, Mode, Overwrite: true) { Owner = Owner };

    /// <summary>The permissions of a file that nobody has chosen any for.</summary>
    public static string UsualMode(string text) => Secrets.AreIn(text) ? "0600" : "0644";
}
