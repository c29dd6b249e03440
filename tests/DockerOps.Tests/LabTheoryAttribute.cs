using Xunit;

namespace DockerOps.Tests;

/// <summary>A theory on the lab's real parts; skipped, with the reason, where no lab runs.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LabTheoryAttribute : TheoryAttribute
{
    /// <param name="needs">What the lab must have besides: <c>newEngine</c>, <c>containerdStore</c>.</param>
    public LabTheoryAttribute(params string[] needs) => Skip = LabNeeds.Missing(needs);
}
