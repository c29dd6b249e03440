using System.Diagnostics;

namespace DockerOps.Tests.Rpm;

/// <summary>The image of the lab in which packages are built, made when a test asks for it first.</summary>
internal static class LabBuilder
{
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>Its name on the engine <c>local</c>.</summary>
    public static string Image => Made.Value;

    private static string Make()
    {
        var lab = Lab.Current;
        var info = new ProcessStartInfo(Path.Combine(Repository.Root, "tests", "lab", "builder", "provide")) { RedirectStandardError = true };
        info.Environment["LAB_JSON"] = Environment.GetEnvironmentVariable("DOCKEROPS_LAB");
        info.Environment["LAB_NAME"] = lab.Text("name");
        info.Environment["LAB_LOCAL_SOCKET"] = lab.Text("engines", "local", "socket");
        using var process = Process.Start(info)!;
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? "rpm-builder:lab" : throw new InvalidOperationException(errors);
    }
}
