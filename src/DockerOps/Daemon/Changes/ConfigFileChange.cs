using System.Text;

namespace DockerOps.Daemon.Changes;

/// <summary>A file of a configuration before and after a change.</summary>
/// <param name="Path">Where it is on the host.</param>
/// <param name="Before">Its bytes; null when it is not there.</param>
/// <param name="After">Its bytes then; null takes it away.</param>
internal sealed record ConfigFileChange(string Path, byte[]? Before, byte[]? After)
{
    /// <summary>The mode of a new file; one that is there keeps its own, unless this says otherwise.</summary>
    public string Mode { get; init; } = "0644";

    /// <summary>What to show in place of its text; null shows the text.</summary>
    public string? Shown { get; init; }

    public static byte[] Encode(DaemonFile file)
    {
        if (!file.IsLatin1) return Encoding.UTF8.GetBytes(file.Text);
        if (file.Text.FirstOrDefault(c => c > 'ÿ') is var odd && odd != '\0')
            throw new DockerOpsException(FailureKind.InvalidInput, $"'{file.Path}' is no UTF-8 but ISO 8859-1, which has no '{odd}'.", file.Path);
        return Encoding.Latin1.GetBytes(file.Text);
    }

    /// <summary>The change for people to read: the lines that go and come.</summary>
    public string Show(DockerHost host)
    {
        var head = Before is null ? $"write {Path} (mode {Mode}, owner root) on {host}"
            : After is null ? $"remove {Path} on {host}"
            : $"change {Path} ({(Mode == "0644" ? "mode and owner kept" : "mode " + Mode)}) on {host}";
        if (Shown is not null) return $"{head}{Environment.NewLine}    {Shown}";
        var lines = TextDiff.Lines(Secrets.Hide(Text(Before)), Secrets.Hide(Text(After)));
        return string.Join(Environment.NewLine, lines.Select(line => "    " + line).Prepend(head));
    }

    private string Text(byte[]? bytes) => bytes is null ? "" : DaemonConfigFiles.Decode(Path, DaemonFileKind.Variables, bytes).Text;
}
