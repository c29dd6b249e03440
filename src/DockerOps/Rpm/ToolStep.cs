using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>A command of this machine that has to succeed.</summary>
/// <param name="Status">What it does, for the progress bar.</param>
/// <param name="Words">Program and arguments.</param>
/// <param name="Summary">What is shown in place of the words, where those are a script; null shows the words.</param>
internal sealed record ToolStep(string Status, IReadOnlyList<string> Words, string? Summary = null) : HostStep
{
    public override string Show(HostShell shell) => Summary ?? shell.Show(Words);

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        meter.Status = Status;
        return shell.ReadAsync(Words, cancellation);
    }
}
