using System.Collections;
using System.Management.Automation;
using DockerOps.Cmdlets.Completers;
using DockerOps.Rpm;

namespace DockerOps.Cmdlets.Rpm;

/// <summary>A cmdlet that builds packages on an engine.</summary>
public abstract class RpmBuildCmdlet : DockerHostCmdlet
{
    [Parameter]
    [KeyValues]
    public IDictionary? Define { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NetworkNameCompleter))]
    public string? Network { get; set; }

    [Parameter]
    [ValidateRange(1L, long.MaxValue)]
    public long MaxSize { get; set; } = RpmBuildSpec.UsualMaxSize;

    [Parameter]
    public SwitchParameter Force { get; set; }
}
