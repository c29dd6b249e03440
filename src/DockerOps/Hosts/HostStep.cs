using DockerOps.Transport;

namespace DockerOps.Hosts;

/// <summary>One step of a change on a host. What is shown is made from the same values as what is run.</summary>
public abstract record HostStep
{
    private protected HostStep()
    {
    }

    /// <summary>The step as it will be run: a command line, or a file with its text.</summary>
    /// <param name="shell">The shell that will run it.</param>
    public abstract string Show(HostShell shell);

    internal abstract Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation);
}

/// <summary>A command that has to succeed.</summary>
/// <param name="Words">Program and arguments.</param>
public sealed record CommandStep(params IReadOnlyList<string> Words) : HostStep
{
    /// <inheritdoc/>
    public override string Show(HostShell shell)
    {
        ArgumentNullException.ThrowIfNull(shell);
        return $"{Secrets.Hide(shell.Show(Words))} on {shell.Host}";
    }

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = Secrets.Hide(ShellWords.Join(Words));
        var result = await shell.RunAsync(Words, cancellation).ConfigureAwait(false);

        // zypper gives its reasons as output.
        if (!result.Success) throw shell.Failed(Words, result.ExitCode, string.IsNullOrWhiteSpace(result.ErrorOutput) ? result.Output : result.ErrorOutput);
    }
}

/// <summary>A small text file: written beside its place, compared, and renamed.</summary>
/// <param name="Path">Its full path on the host.</param>
/// <param name="Text">Its text.</param>
/// <param name="Mode">Its permissions, in octal digits: <c>0644</c>.</param>
/// <param name="Overwrite">Whether a file of that name is replaced.</param>
public sealed record FileStep(string Path, string Text, string Mode, bool Overwrite) : HostStep
{
    /// <summary>The user and group it is given to, as numbers: <c>0:0</c>. Null: it belongs to whoever writes it.</summary>
    public string? Owner { get; init; }

    /// <inheritdoc/>
    public override string Show(HostShell shell)
    {
        ArgumentNullException.ThrowIfNull(shell);
        var lines = Secrets.Hide(Text).TrimEnd('\n').Split('\n').Select(line => "    " + line.TrimEnd('\r'));
        return string.Join(Environment.NewLine, lines.Prepend($"{(Overwrite ? "replace" : "write")} {Path} (mode {Mode}{(Owner is null ? "" : $", owner {Owner}")}) on {shell.Host}"));
    }

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = $"writing {Path}";
        await HostTextFile.WriteAsync(shell, this, cancellation).ConfigureAwait(false);
    }
}
