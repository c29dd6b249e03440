using System.Collections;
using System.Management.Automation;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets.Completers;

/// <summary>
/// One short question to a host while the user waits for Tab. Only hosts that are open or on this machine are asked,
/// and whatever goes wrong or takes longer than half a second, or what is told, gives no completion rather than an error.
/// </summary>
internal static class QuickLook
{
    private static readonly TimeSpan Usual = TimeSpan.FromMilliseconds(400);

    public static IEnumerable<CompletionResult> At(
        IDictionary bound, Func<HostSession, CancellationToken, Task<IEnumerable<CompletionResult>>> ask, TimeSpan? most = null)
    {
        var wait = most ?? Usual;
        using var limit = new CancellationTokenSource(wait);
        try
        {
            // Of several hosts the first is asked.
            var given = bound[nameof(DockerHost)];
            var host = (given is object[] { Length: > 0 } many ? many[0] : given) switch
            {
                DockerHost value => value,
                string text => DockerHost.Parse(text),
                _ => DockerHost.Default,
            };
            if (!host.IsLocal && !OpenHosts.Sessions.Open.Any(session => session.Host == host && session.IsAlive)) return [];
            return Task.Run(async () =>
            {
                var session = await OpenHosts.Sessions.GetAsync(host, limit.Token).ConfigureAwait(false);
                return await ask(session, limit.Token).ConfigureAwait(false);
            }).WaitAsync(wait).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is DockerOpsException or OperationCanceledException or TimeoutException)
        {
            return [];
        }
    }
}
