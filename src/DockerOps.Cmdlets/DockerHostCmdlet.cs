using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Engine;
using DockerOps.Sessions;

namespace DockerOps.Cmdlets;

/// <summary>A cmdlet that works on one host: the one given, or the one the Docker CLI would use.</summary>
public abstract class DockerHostCmdlet : DockerOpsCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(DockerHostCompleter))]
    [Host]
    public virtual DockerHost? DockerHost { get; set; }

    private HashSet<string> typed = [];

    /// <summary>The host in force for the current item.</summary>
    protected DockerHost EffectiveHost => DockerHost ?? OriginHosts.Of(MyInvocation.BoundParameters.Values) ?? DockerOps.DockerHost.Default;

    /// <summary>The session of the host in force, opened if need be.</summary>
    protected HostSession Session => Wait(stop => OpenHosts.Sessions.GetAsync(EffectiveHost, stop));

    /// <summary>The engine of the host in force.</summary>
    protected EngineClient Engine => Session.Engine;

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        typed = [.. MyInvocation.BoundParameters.Keys];
        if (MyInvocation.BoundParameters.TryGetValue("Command", out var command) && command is string[] words && GatheredWords.Refusal(MyInvocation, words) is var (word, reason))
            ThrowTerminatingError(ErrorRecords.From(new DockerOpsException(FailureKind.InvalidInput, reason), word));
    }

    /// <summary>
    /// As <see cref="DockerOpsCmdlet.Attempt"/>, for what comes through the pipeline. There the first word of a command stands where that is
    /// named otherwise, and the failure tells so.
    /// </summary>
    /// <param name="parameter">The parameter that it is bound to.</param>
    /// <param name="target">Its value.</param>
    /// <param name="command">The words that follow.</param>
    /// <param name="work">The work.</param>
    protected bool AttemptPiped(string parameter, string target, IReadOnlyList<string> command, Action work) => Attempt(target, () =>
    {
        try
        {
            work();
        }
        catch (DockerOpsException e) when (e.Kind == FailureKind.NotFound && Equals(e.Target, target) && MyInvocation.ExpectingInput && typed.Contains(parameter))
        {
            var meant = string.Join(", ", [target, .. command]);
            throw new DockerOpsException(e.Kind, $"{e.Message} '{target}' was taken as -{parameter}. Where that comes through the pipeline, write -Command {meant}", e.Target, e);
        }
    });

    /// <summary>Shows or asks for the requests, and sends them in order. The same objects are shown and sent.</summary>
    protected bool Run(params IReadOnlyList<EngineRequest> requests)
    {
        var engine = Engine;
        if (!ShouldRun(engine.Host, requests)) return false;
        foreach (var request in requests) Wait(stop => engine.RunAsync(request, stop));
        return true;
    }
}
