namespace DockerOps.Tests;

internal static class LabNeeds
{
    /// <summary>The reason to skip a test, or null to run it.</summary>
    public static string? Missing(string[] needs) =>
        Lab.WhyNot ?? needs.Where(need => !Lab.Current.Has(need)).Select(need => $"this lab has no {need}").FirstOrDefault();
}
