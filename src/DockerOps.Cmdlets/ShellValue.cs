using System.Management.Automation;

namespace DockerOps.Cmdlets;

/// <summary>What the shell hands over.</summary>
internal static class ShellValue
{
    /// <summary>The object itself, where the shell has wrapped it.</summary>
    public static object? Bare(this object? value) => value is PSObject wrapped ? wrapped.BaseObject : value;
}
