using DockerOps.Hosts;

namespace DockerOps.Rpm;

/// <summary>Steps that do not wait for each other. When one fails the others are ended, and awaited.</summary>
/// <param name="Branches">Each a row of steps of its own, in order.</param>
internal sealed record TogetherStep(params IReadOnlyList<IReadOnlyList<HostStep>> Branches) : HostStep
{
    public override string Show(HostShell shell) =>
        string.Join(Environment.NewLine, Branches.SelectMany(branch => branch).Select(step => step.Show(shell)));

    internal override async Task RunAsync(HostShell shell, TransferMeter meter, CancellationToken cancellation)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        DockerOpsException? first = null;
        await Task.WhenAll(Branches.Select(branch => Task.Run(async () =>
        {
            try
            {
                foreach (var step in branch) await step.RunAsync(shell, meter, linked.Token).ConfigureAwait(false);
            }
            catch (DockerOpsException e)
            {
                Interlocked.CompareExchange(ref first, e, null);
                await linked.CancelAsync().ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                // Another branch failed.
            }
        }, CancellationToken.None))).ConfigureAwait(false);
        if (first is not null) throw first;
    }
}
