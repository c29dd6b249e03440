using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Upgrade;

namespace DockerOps.Cmdlets.Upgrade;

/// <summary>A cmdlet that plans an upgrade.</summary>
public abstract class UpgradePlanCmdlet : UpgradeCmdlet
{
    protected const string New = "New";

    [Parameter(Position = 1, ParameterSetName = New)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(EngineVersionCompleter))]
    public string? Version { get; set; }

    [Parameter(ParameterSetName = New)]
    public UpgradeSource Source { get; set; }

    [Parameter(ParameterSetName = New)]
    [ValidateNotNullOrEmpty]
    public string? Url { get; set; }

    [Parameter(ParameterSetName = New)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(ParameterSetName = New)]
    [ValidateNotNullOrEmpty]
    public string? Sha256 { get; set; }

    [Parameter(ParameterSetName = New)]
    [Duration]
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(60);

    [Parameter(ParameterSetName = New)]
    public SwitchParameter Force { get; set; }

    /// <summary>Looks at a host and plans.</summary>
    /// <param name="host">The host.</param>
    /// <param name="plan">An older plan, for what the user does not say.</param>
    protected PreparedUpgrade Prepare(DockerHost host, UpgradePlan? plan)
    {
        var session = Open(host);
        var options = new UpgradeOptions
        {
            Version = Version ?? plan?.ToVersion,
            Source = plan is null || MyInvocation.BoundParameters.ContainsKey(nameof(Source)) ? Source : plan.Source,
            Url = Url,
            Path = Path is null ? null : this.Existing(Path, literal: true)[0],
            Sha256 = Sha256,
            Timeout = Timeout,
            AllowDowngrade = Force,
            KnownFailures = Known,
        };
        return Wait(stop => PreparedUpgrade.PrepareAsync(session, options, stop));
    }
}
