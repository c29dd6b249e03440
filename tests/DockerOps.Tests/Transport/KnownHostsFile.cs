namespace DockerOps.Tests.Transport;

/// <summary>An ssh configuration with a known_hosts file of its own, in force until it is disposed.</summary>
internal sealed class KnownHostsFile : IDisposable
{
    private const string Variable = "DOCKEROPS_LAB_SSH_CONFIG";
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    /// <param name="content">What is known.</param>
    public KnownHostsFile(string content)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(FilePath, content);
        var lab = Lab.Current;
        var config = File.ReadAllText(lab.Text("ssh", "config"))
            .Replace(lab.Text("ssh", "knownHosts") + "\n", FilePath + "\n", StringComparison.Ordinal)
            .Replace("  StrictHostKeyChecking yes\n", "", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(folder, "config"), config);
        Environment.SetEnvironmentVariable(Variable, Path.Combine(folder, "config"));
    }

    public static KnownHostsFile Unknown() => new("");

    public static KnownHostsFile Changed() => new(File.ReadAllText(Lab.Current.Text("ssh", "knownHostsChanged")));

    public string Text => File.ReadAllText(FilePath);

    private string FilePath => Path.Combine(folder, "known");

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, null);
        Directory.Delete(folder, recursive: true);
    }
}
