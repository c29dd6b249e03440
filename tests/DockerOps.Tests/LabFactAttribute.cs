using Xunit;

namespace DockerOps.Tests;

/// <summary>A test on the lab's real parts; skipped, with the reason, where no lab runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabFactAttribute : FactAttribute
{
    /// <param name="needs">What the lab must have besides: <c>newEngine</c>, <c>containerdStore</c>.</param>
    public LabFactAttribute(params string[] needs) => Skip = LabNeeds.Missing(needs);
}
