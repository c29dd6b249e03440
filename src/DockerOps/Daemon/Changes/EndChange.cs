using DockerOps.Hosts;

namespace DockerOps.Daemon.Changes;

/// <summary>Writes down what became of a change.</summary>
internal sealed record EndChange(string Folder, KeptConfigState State) : HostStep
{
    private string Word => State == KeptConfigState.Done ? "done" : "undone";

    /// <inheritdoc/>
    public override string Show(HostShell shell) => $"note that the change is {Word} in {Folder} on {shell.Host}";

    internal override Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation) =>
        shell.ReadAsync(ConfigScripts.SetState(Folder, Word), cancellation);
}
