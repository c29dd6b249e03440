using System.Collections;
using System.Management.Automation;
using DockerOps.Engine;

namespace DockerOps.Cmdlets.Completers;

/// <summary>
/// One short question to an engine while the user waits for Tab. Only hosts that are open or on this machine are asked,
/// and whatever goes wrong or takes longer than half a second gives no completion rather than an error.
/// </summary>
internal static class QuickLook
{
    private static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(400);

    public static IEnumerable<CompletionResult> At(
        IDictionary bound, Func<EngineClient, CancellationToken, Task<IEnumerable<CompletionResult>>> ask)
    {
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var host = bound[nameof(DockerHost)] switch
            {
                DockerHost value => value,
                string text => DockerHost.Parse(text),
                _ => DockerHost.Default,
            };
            if (!host.IsLocal && OpenHosts.Sessions.Open.All(session => session.Host != host)) return [];
            return Task.Run(async () =>
            {
                var session = await OpenHosts.Sessions.GetAsync(host, limit.Token).ConfigureAwait(false);
                return await ask(session.Engine, limit.Token).ConfigureAwait(false);
            }).WaitAsync(Limit).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException or TimeoutException)
        {
            return [];
        }
    }
}
